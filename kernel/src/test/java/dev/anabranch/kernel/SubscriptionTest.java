package dev.anabranch.kernel;

import static dev.anabranch.kernel.Studio.AUDIO;
import static dev.anabranch.kernel.Studio.VIDEO;
import static dev.anabranch.kernel.Studio.picture;
import static dev.anabranch.kernel.Studio.read;
import static dev.anabranch.kernel.Studio.send;
import static dev.anabranch.kernel.Studio.sound;
import static dev.anabranch.kernel.Studio.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.TrackKind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What readers are given, and when.
class SubscriptionTest {

    @Test
    void beginsWithTheTracksAndTheCurrentGroupOfPictures() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            sound(publication, 0);
            picture(publication, 40, false);
            picture(publication, 80, true);
            sound(publication, 80);
            picture(publication, 120, false);

            assertThat(read(subscribe(studio.stream()))).isEqualTo("T1 T2 K80 A80 P120");
        }
    }

    @Test
    void oneThatWaitsIsWokenOnce() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var wakes = new AtomicInteger();
            var reader = studio.stream().subscribe(wakes::incrementAndGet);
            read(reader);
            assertThat(wakes).hasValue(0);

            picture(publication, 40, false);
            picture(publication, 80, false);
            assertThat(wakes).hasValue(1);
            assertThat(read(reader)).isEqualTo("P40 P80");

            picture(publication, 120, false);
            assertThat(wakes).hasValue(2);
        }
    }

    @Test
    void oneOnAnIdleStreamWaitsForThePublisher() {
        try (var studio = new Studio()) {
            var stream = studio.kernel.declare(Studio.NAME, StreamSettings.DEFAULT);
            var wakes = new AtomicInteger();
            var reader = stream.subscribe(wakes::incrementAndGet);
            assertThat(reader.next()).isFalse();

            picture(studio.publish(), 0, true);
            assertThat(wakes).hasValue(1);
            assertThat(read(reader)).isEqualTo("T1 T2 K0");
        }
    }

    @Test
    void picturesBeginWithAKeyframeOfTheirOwnTrack() {
        try (var studio = new Studio()) {
            var publication = studio.granted(Studio.NAME);
            publication.describe(VIDEO);
            publication.describe(Studio.track(3, TrackKind.VIDEO, 90_000, "small"));
            picture(publication, 0, true);
            send(publication, new Sample(3, 0, 0, 0, true), 100);
            picture(publication, 1000, true);
            send(publication, new Sample(3, 40 * 90, 40 * 90, 0, false), 100);
            send(publication, new Sample(3, 1000 * 90, 1000 * 90, 0, true), 100);

            assertThat(read(subscribe(studio.stream()))).isEqualTo("T1 T3 K1000 K1000");
        }
    }

    @Test
    void soundAloneBeginsWithinTheLastSecond() {
        try (var studio = new Studio()) {
            var publication = studio.granted(Studio.NAME);
            publication.describe(AUDIO);
            for (int i = 0; i < 100; i++) {
                sound(publication, i * 100);
                studio.clock.pass(0.1);
            }
            assertThat(read(subscribe(studio.stream())))
                    .startsWith("T2 A9000 A9100")
                    .endsWith("A9900");
        }
    }

    @Test
    void aChangedConfigurationComesInItsPlace() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            publication.describe(VIDEO);
            publication.describe(Studio.track(1, TrackKind.VIDEO, 90_000, "other"));
            assertThat(picture(publication, 40, false)).isFalse();
            picture(publication, 80, true);

            assertThat(read(reader)).isEqualTo("T1 T2 K0 T1 K80");
            assertThat(reader.track().codec().sampleEntry()).isEqualTo("test");
            assertThat(studio.stream().quality().undecodableFrames()).isEqualTo(1);
        }
    }

    @Test
    void aSlowOneSkipsToTheNewestKeyframeAndGetsTheTracksAgain() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            assertThat(read(reader)).isEqualTo("T1 T2 K0");

            studio.play(publication, 40, 10);
            assertThat(read(reader)).startsWith("T1 T2 K9040 A9040 P9080");
            assertThat(reader.skippedFrames()).isEqualTo(2 * 9 * 25);
            assertThat(studio.stream().quality().skippedFrames()).isEqualTo(2 * 9 * 25);
        }
    }

    @Test
    void oneThatSkipsTooOftenIsEvicted() {
        var policy = new SlowReaderPolicy(Duration.ofSeconds(2), 2, Duration.ofSeconds(60));
        try (var studio = Studio.with(StreamSettings.DEFAULT.withSlowReaders(policy))) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            for (int i = 0; i < 2; i++) {
                studio.play(publication, 1000 + 5000 * i, 5);
                assertThat(read(reader)).startsWith("T1 T2 K").doesNotContain("E");
            }
            studio.play(publication, 11_000, 5);
            assertThat(read(reader)).endsWith("E");
            assertThat(reader.isEvicted()).isTrue();
            assertThat(reader.next()).isFalse();
            assertThat(studio.stream().quality().readers()).isZero();
            assertThat(studio.stream().quality().evictedReaders()).isEqualTo(1);
            assertThat(studio.events.take()).contains("evicted");
        }
    }

    @Test
    void oneThatReadsNothingForTooLongIsEvictedAndTold() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var wakes = new AtomicInteger();
            var frozen = studio.stream().subscribe(wakes::incrementAndGet);
            var idle = subscribe(studio.stream());
            read(frozen);
            for (int i = 0; i < 62; i++) {
                studio.play(publication, 1000 + 1000 * i, 1);
                read(idle);
                studio.kernel.tick();
            }
            assertThat(frozen.isEvicted()).isTrue();
            assertThat(idle.isEvicted()).isFalse();
            assertThat(read(frozen)).isEqualTo("E");
        }
    }

    @Test
    void oneThatWaitedForLongIsNotTakenForFrozen() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            studio.clock.pass(600);
            picture(publication, 600_000, true);
            studio.kernel.tick();
            assertThat(reader.isEvicted()).isFalse();
            assertThat(read(reader)).isEqualTo("K600000");
        }
    }

    @Test
    void oneBehindTheWindowGoesOnWithTheCurrentGroup() {
        var limits = new LogLimits(1 << 20, Duration.ofSeconds(60));
        var patient = new SlowReaderPolicy(Duration.ofHours(1), 1000, Duration.ofHours(1));
        var settings = StreamSettings.DEFAULT.withLog(limits).withSlowReaders(patient);
        try (var studio = Studio.with(settings)) {
            var publication = studio.publish();
            var reader = subscribe(studio.stream());
            for (int i = 0; i < 40; i++) {
                send(publication, new Sample(1, i * 90_000L, i * 90_000L, 0, true), 100_000);
            }
            assertThat(studio.stream().quality().logBytes()).isLessThanOrEqualTo(1 << 20);
            assertThat(read(reader)).isEqualTo("T1 T2 T1 T2 K39000");
            assertThat(reader.skippedFrames()).isEqualTo(39);
        }
    }

    @Test
    void aFrameInUseIsNeverOverwritten() {
        var limits = new LogLimits(1 << 20, Duration.ofSeconds(60));
        try (var studio = Studio.with(StreamSettings.DEFAULT.withLog(limits))) {
            var publication = studio.publish();
            var reader = subscribe(studio.stream());
            send(publication, new Sample(1, 7, 7, 0, true), 100_000);
            read(reader);
            var first = subscribe(studio.stream());
            while (first.next() && first.kind() != EntryKind.FRAME) {
                // To the frame.
            }
            var frame = first.frame();
            first.close();
            for (int i = 1; i < 100; i++) {
                send(publication, new Sample(1, i * 90_000L, i * 90_000L, 0, true), 100_000);
            }
            assertThat(Studio.isFilled(frame.payload().bytes(), 7)).isTrue();
            var second = frame.payload().retain();
            frame.close();
            assertThat(Studio.isFilled(second.bytes(), 7)).isTrue();
            second.close();
            assertThatThrownBy(second::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(second::retain).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whoRestsHoldsNoMemory() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            assertThat(reader.next() && reader.next() && reader.next()).isTrue();
            reader.rest();
            assertThatThrownBy(reader::block).isInstanceOf(IllegalStateException.class);
            publication.close();
            studio.stream().complete("completed");
            studio.kernel.remove(Studio.NAME);
            assertThat(studio.kernel.memory().usedBytes()).isZero();
            assertThat(read(reader)).isEqualTo("E");
        }
    }

    @Test
    void theWallClockIsWhatItWasWhenTheFrameCame() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            studio.clock.pass(5);
            picture(publication, 123_000, true);
            studio.clock.pass(0.05);
            picture(publication, 123_040, false);
            var reader = subscribe(studio.stream());
            reader.next();
            reader.next();
            reader.next();
            assertThat(reader.wallClock()).isEqualTo(SettableClock.START.plusSeconds(5));
            reader.next();
            assertThat(reader.wallClock()).isEqualTo(SettableClock.START.plusMillis(5040));
            assertThat(reader.arrivalNanos()).isEqualTo(SettableClock.START_NANOS + 5_050_000_000L);
        }
    }

    @Test
    void thePictureThatIsSentFirstAndShownLaterWasMadeWhenItIsShown() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            // An encoder that holds two pictures back: each arrives 80 ms after it was made, the
            // ones that others refer to at once.
            var reader = subscribe(studio.stream());
            long before = studio.clock.clocks().wall().instant().toEpochMilli();
            studio.clock.pass(0.08);
            for (int i = 0; i < 50; i++) {
                long dts = i * 3600L;
                long pts = i % 2 == 0 ? dts + 7200 : dts;
                Studio.send(publication, new Sample(1, dts, pts, 3600, i == 0), 100);
                studio.clock.pass(0.04);
            }
            while (reader.next()) {
                if (reader.kind() == EntryKind.FRAME && reader.dtsTicks() == 48 * 3600) {
                    assertThat(reader.wallClock().toEpochMilli() - before).isEqualTo(50 * 40);
                    return;
                }
            }
            throw new AssertionError("not there");
        }
    }
}
