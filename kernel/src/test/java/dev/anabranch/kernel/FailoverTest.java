package dev.anabranch.kernel;

import static dev.anabranch.kernel.Studio.NAME;
import static dev.anabranch.kernel.Studio.picture;
import static dev.anabranch.kernel.Studio.read;
import static dev.anabranch.kernel.Studio.sound;
import static dev.anabranch.kernel.Studio.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.ByteSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Row 18 of live-servers.md: what stands in for a publisher that is away.
class FailoverTest {

    private static final StreamName BACKUP = new StreamName("live", "backup");
    private static final StreamName SECOND = new StreamName("live", "second");

    /// One keyframe each 40 ms.
    private static final SlateSource SLATE =
            () ->
                    new SlateSource.Showing() {
                        private long millis;

                        @Override
                        public long play(Publication publication, long elapsedNanos) {
                            publication.describe(Studio.VIDEO);
                            for (; millis * 1_000_000 <= elapsedNanos; millis += 40) {
                                picture(publication, millis, true);
                            }
                            return millis * 1_000_000;
                        }

                        @Override
                        public void close() {}
                    };

    private static Studio studio(Optional<SlateSource> slate, StreamName... backups) {
        var studio = new Studio();
        var failover = new Failover(List.of(backups), slate);
        studio.kernel.declare(NAME, StreamSettings.DEFAULT.withFailover(failover));
        for (var backup : backups) {
            studio.kernel.declare(backup, StreamSettings.DEFAULT);
        }
        return studio;
    }

    @Test
    void theBackupIsOnAirWithItsNextKeyframe() {
        try (var studio = studio(Optional.empty(), BACKUP)) {
            var primary = studio.publish();
            var backup = studio.publish(BACKUP);
            picture(primary, 10_000, true);
            picture(backup, 500_000, true);
            var reader = subscribe(studio.stream());
            assertThat(read(reader)).isEqualTo("T1 T2 K10000");

            primary.close();
            studio.clock.pass(0.2);
            picture(backup, 500_200, false);
            picture(backup, 500_240, true);
            sound(backup, 500_240);
            picture(backup, 500_280, false);
            assertThat(read(reader)).isEqualTo("D T1 T2 K10200 A10200 P10240");
            assertThat(studio.stream().health().reasons().getFirst().message())
                    .startsWith("live/backup stands in");
            assertThat(studio.events.take()).contains("show shows live/backup");
        }
    }

    @Test
    void thePrimaryComesBackWithItsNextKeyframe() {
        try (var studio = studio(Optional.empty(), BACKUP)) {
            var primary = studio.publish();
            var backup = studio.publish(BACKUP);
            picture(primary, 0, true);
            picture(backup, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            primary.close();
            studio.clock.pass(1);
            picture(backup, 1000, true);
            assertThat(read(reader)).isEqualTo("D T1 T2 K1000");

            var again = studio.publish();
            studio.clock.pass(1);
            assertThat(picture(again, 0, false)).isFalse();
            assertThat(sound(again, 0)).isFalse();
            picture(backup, 2000, false);
            assertThat(read(reader)).isEqualTo("P2000");
            studio.clock.pass(1);
            assertThat(picture(again, 1000, true)).isTrue();
            assertThat(sound(again, 1000)).isTrue();
            picture(backup, 3000, true);
            assertThat(read(reader)).isEqualTo("D T1 T2 K3000 A3000");
            assertThat(studio.stream().health()).isEqualTo(Health.PERFECT);
            assertThat(studio.kernel.find(BACKUP).orElseThrow().quality().readers()).isZero();
        }
    }

    @Test
    void theSlateIsShownWhenNobodyElseIsThere() {
        try (var studio = studio(Optional.of(SLATE), BACKUP)) {
            var primary = studio.publish();
            picture(primary, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            studio.clock.pass(0.02);
            primary.close();
            studio.kernel.tick();
            assertThat(read(reader)).isEqualTo("D T1 K20");
            studio.clock.pass(0.04);
            assertThat(studio.kernel.tick()).isLessThanOrEqualTo(40_000_000);
            assertThat(read(reader)).isEqualTo("K60");

            var backup = studio.publish(BACKUP);
            picture(backup, 0, true);
            studio.clock.pass(0.04);
            studio.kernel.tick();
            assertThat(read(reader)).isEqualTo("K100");
            picture(backup, 40, true);
            studio.clock.pass(0.04);
            studio.kernel.tick();
            picture(backup, 80, false);
            assertThat(read(reader)).startsWith("D T1 T2 K").endsWith("P180");

            backup.close();
            studio.clock.pass(0.04);
            studio.kernel.tick();
            assertThat(read(reader)).startsWith("D T1 K");
        }
    }

    @Test
    void theSlateGoesOnAfterTheReconnectWindowUntilItsLimit() {
        try (var studio = studio(Optional.of(SLATE))) {
            var primary = studio.publish();
            picture(primary, 0, true);
            primary.close();
            for (int i = 0; i < 3599; i++) {
                studio.clock.pass(1);
                studio.kernel.tick();
            }
            assertThat(studio.stream().state()).isEqualTo(StreamState.ACTIVE);
            assertThat(studio.stream().failover().onAir()).contains("slate");
            studio.clock.pass(1);
            studio.kernel.tick();
            studio.kernel.tick();
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
            assertThat(studio.stream().failover().onAir()).isEmpty();
        }
    }

    @Test
    void aStreamWithoutAWindowWaitsForWhatStandsIn() {
        try (var studio = studio(Optional.empty(), BACKUP)) {
            var failover = new Failover(List.of(BACKUP), Optional.empty());
            studio.kernel.declare(
                    NAME,
                    StreamSettings.DEFAULT
                            .withFailover(failover)
                            .withReconnectWindow(Duration.ZERO));
            var primary = studio.publish();
            picture(primary, 0, true);
            var backup = studio.publish(BACKUP);
            picture(backup, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            primary.close();
            studio.clock.pass(2);
            studio.kernel.tick();
            assertThat(studio.stream().state()).isEqualTo(StreamState.ACTIVE);
            picture(backup, 2000, true);
            assertThat(read(reader)).isEqualTo("D T1 T2 K2000");
            backup.close();
            studio.clock.pass(1);
            studio.kernel.tick();
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
        }
    }

    @Test
    void aBackupThatSendsNothingGivesWayToTheSlate() {
        try (var studio = studio(Optional.of(SLATE), BACKUP)) {
            var primary = studio.publish();
            picture(primary, 0, true);
            var backup = studio.publish(BACKUP);
            picture(backup, 0, true);
            primary.close();
            picture(backup, 40, true);
            assertThat(studio.stream().failover().onAir()).contains("live/backup");
            studio.clock.pass(4);
            studio.kernel.tick();
            studio.kernel.tick();
            assertThat(studio.stream().failover().onAir()).contains("slate");
            picture(backup, 4000, true);
            studio.clock.pass(1);
            studio.kernel.tick();
            picture(backup, 5000, true);
            assertThat(studio.stream().failover().onAir()).contains("live/backup");
        }
    }

    @Test
    void aSlateThatCannotBeShownIsToldAndTriedAgainLater() {
        var attempts = new java.util.concurrent.atomic.AtomicInteger();
        SlateSource broken =
                () -> {
                    attempts.incrementAndGet();
                    throw new IOException("no such file");
                };
        try (var studio = studio(Optional.of(broken))) {
            var primary = studio.publish();
            picture(primary, 0, true);
            primary.close();
            for (int i = 0; i < 9; i++) {
                studio.clock.pass(1);
                studio.kernel.tick();
            }
            assertThat(attempts).hasValue(1);
            assertThat(studio.stream().health().reasons())
                    .extracting(Health.Reason::fault)
                    .contains(Health.Fault.SLATE_BROKEN);
            for (int i = 0; i < 6; i++) {
                studio.clock.pass(1);
                studio.kernel.tick();
            }
            assertThat(attempts).hasValue(2);
            for (int i = 0; i < 60; i++) {
                studio.clock.pass(1);
                studio.kernel.tick();
            }
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
        }
    }

    @Test
    void aSilentPrimaryIsReplacedUntilItSpeaksAgain() {
        try (var studio = studio(Optional.of(SLATE))) {
            var primary = studio.publish();
            picture(primary, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            for (int i = 0; i < 4; i++) {
                studio.clock.pass(1);
                studio.kernel.tick();
            }
            assertThat(read(reader)).startsWith("D T1 K3");
            assertThat(primary.isOver()).isFalse();
            assertThat(picture(primary, 4000, false)).isFalse();
            assertThat(picture(primary, 4040, true)).isTrue();
            assertThat(read(reader)).startsWith("D T1 T2 K4");
        }
    }

    @Test
    void theFirstBackupThatIsThereIsTaken() {
        try (var studio = studio(Optional.empty(), BACKUP, SECOND)) {
            var second = studio.publish(SECOND);
            picture(second, 0, true);
            var reader = subscribe(studio.stream());
            picture(second, 40, true);
            assertThat(read(reader)).isEqualTo("T1 T2 K40");
            assertThat(studio.stream().state()).isEqualTo(StreamState.ACTIVE);

            var first = studio.publish(BACKUP);
            picture(first, 0, true);
            picture(first, 40, true);
            picture(second, 80, true);
            assertThat(read(reader)).startsWith("D T1 T2 K");
            assertThat(studio.events.take()).contains("show shows live/backup");
        }
    }

    @Test
    void streamsThatBackEachOtherUpDoNotFeedOnThemselves() {
        try (var studio = new Studio()) {
            var settings = StreamSettings.DEFAULT.withReconnectWindow(Duration.ofSeconds(5));
            var toBackup = new Failover(List.of(BACKUP), Optional.empty());
            var toShow = new Failover(List.of(NAME), Optional.empty());
            studio.kernel.declare(NAME, settings.withFailover(toBackup));
            studio.kernel.declare(BACKUP, settings.withFailover(toShow));
            var primary = studio.publish();
            picture(primary, 0, true);
            picture(primary, 40, true);
            var backup = studio.kernel.find(BACKUP).orElseThrow();
            assertThat(backup.state()).isEqualTo(StreamState.ACTIVE);
            primary.close();
            for (int i = 0; i < 20; i++) {
                studio.clock.pass(1);
                studio.kernel.tick();
            }
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
            assertThat(backup.state()).isEqualTo(StreamState.IDLE);
            assertThat(studio.kernel.memory().usedBytes()).isZero();
        }
    }

    @Test
    void theBackupsOwnInterruptionsAreCarriedOn() {
        try (var studio = studio(Optional.empty(), BACKUP)) {
            var first = studio.publish(BACKUP);
            picture(first, 0, true);
            picture(first, 40, true);
            var reader = subscribe(studio.stream());
            assertThat(read(reader)).isEqualTo("T1 T2 K40");
            var second = studio.publish(BACKUP);
            picture(second, 0, true);
            assertThat(read(reader)).startsWith("D T1 T2 K");
        }
    }

    @Test
    void aSlateThatCannotBeShownEndsWithTheWindow() {
        SlateSource broken =
                () -> {
                    throw new IOException("no such file");
                };
        try (var studio = studio(Optional.of(broken))) {
            var primary = studio.publish();
            picture(primary, 0, true);
            primary.close();
            for (int i = 0; i < 61; i++) {
                studio.clock.pass(1);
                studio.kernel.tick();
            }
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
        }
    }

    @Test
    void aCompletedStreamIsNotTakenUpByItsBackup() {
        try (var studio = studio(Optional.of(SLATE), BACKUP)) {
            var primary = studio.publish();
            var backup = studio.publish(BACKUP);
            picture(primary, 0, true);
            picture(backup, 0, true);
            studio.stream().complete("completed");
            studio.clock.pass(1);
            studio.kernel.tick();
            picture(backup, 40, true);
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
            studio.clock.pass(1);
            picture(studio.publish(), 0, true);
            assertThat(studio.stream().state()).isEqualTo(StreamState.ACTIVE);
        }
    }

    @Test
    void theSlateOfARealFileRunsInRealTimeAndRepeats() throws IOException {
        try (var studio = studio(Optional.of(new MovieSlate(movie())))) {
            var primary = studio.publish();
            picture(primary, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            primary.close();
            var words = new StringBuilder();
            for (int i = 0; i < 61; i++) {
                studio.kernel.tick();
                words.append(read(reader)).append(' ');
                studio.clock.pass(0.1);
            }
            // 6 s of a file of 2 s with a keyframe a second.
            assertThat(words.toString()).startsWith("D T1 T2 K").containsOnlyOnce("D");
            assertThat(count(words, 'K')).isEqualTo(7);
            assertThat(count(words, 'P')).isBetween(140L, 146L);
            assertThat(count(words, 'A')).isBetween(255L, 270L);
            assertThat(studio.stream().quality().discontinuities()).isEqualTo(1);
        }
    }

    private static long count(CharSequence words, char letter) {
        return words.chars().filter(one -> one == letter).count();
    }

    private static ByteSource movie() throws IOException {
        try (var file = FailoverTest.class.getResourceAsStream("slate.mp4")) {
            return ByteSource.of(Objects.requireNonNull(file).readAllBytes());
        }
    }
}
