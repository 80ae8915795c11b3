package dev.anabranch.kernel;

import static dev.anabranch.kernel.Studio.NAME;
import static dev.anabranch.kernel.Studio.picture;
import static dev.anabranch.kernel.Studio.read;
import static dev.anabranch.kernel.Studio.sound;
import static dev.anabranch.kernel.Studio.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A stream's life, from its first publisher to the last.
class LiveStreamTest {

    private static String reason(Admission<?> admission) {
        return admission instanceof Admission.Refused<?>(var reason, var message)
                ? reason.name()
                : "GRANTED";
    }

    @Test
    void isActiveFromTheFirstFrameOn() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
            assertThat(studio.stream().tracks()).isEmpty();
            picture(publication, 0, true);
            assertThat(studio.stream().state()).isEqualTo(StreamState.ACTIVE);
            assertThat(studio.stream().tracks()).containsExactly(Studio.VIDEO, Studio.AUDIO);
            assertThat(studio.events.take())
                    .containsExactly(
                            "created live/show", "arrived", "show ACTIVE", "show shows encoder");
        }
    }

    @Test
    void readersStayWhileThePublisherComesBackWithinTheWindow() {
        try (var studio = new Studio()) {
            var first = studio.publish();
            picture(first, 5000, true);
            picture(first, 5040, false);
            var reader = subscribe(studio.stream());
            assertThat(read(reader)).isEqualTo("T1 T2 K5000 P5040");
            first.close();
            studio.clock.pass(30);
            studio.kernel.tick();
            assertThat(studio.stream().state()).isEqualTo(StreamState.ACTIVE);
            assertThat(studio.stream().health().reasons())
                    .extracting(Health.Reason::fault)
                    .containsExactly(Health.Fault.PUBLISHER_LOST);

            var second = studio.publish();
            picture(second, 70, false);
            picture(second, 100, true);
            sound(second, 100);
            // 30 s have passed since 5040 was sent.
            assertThat(read(reader)).isEqualTo("D T1 T2 K35040 A35040");
            assertThat(studio.stream().quality().discontinuities()).isEqualTo(1);
        }
    }

    @Test
    void endsWhenTheWindowIsOver() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var wakes = new AtomicInteger();
            var reader = studio.stream().subscribe(wakes::incrementAndGet);
            read(reader);
            publication.close();
            for (int i = 0; i < 60; i++) {
                studio.clock.pass(1);
                studio.kernel.tick();
            }
            assertThat(wakes).hasValue(1);
            assertThat(read(reader)).isEqualTo("E");
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
            studio.clock.pass(1);
            studio.kernel.tick();
            assertThat(studio.kernel.memory().usedBytes()).isZero();
            assertThat(studio.events.take()).contains("left closed", "show IDLE");
        }
    }

    @Test
    void whoWaitsForAPublisherThatSentNothingIsToldSo() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            var wakes = new AtomicInteger();
            var reader = studio.stream().subscribe(wakes::incrementAndGet);
            assertThat(reader.next()).isFalse();
            publication.close();
            studio.clock.pass(59);
            studio.kernel.tick();
            assertThat(wakes).hasValue(0);
            studio.clock.pass(1);
            studio.kernel.tick();
            assertThat(wakes).hasValue(1);
            assertThat(read(reader)).isEqualTo("E");
            assertThat(studio.events.take())
                    .containsExactly("created live/show", "arrived", "left closed");
            reader.close();
            studio.clock.pass(30);
            studio.kernel.tick();
            assertThat(studio.kernel.streams()).isEmpty();
        }
    }

    @Test
    void whoWaitsForAPublisherThatHasYetToComeWaits() {
        try (var studio = new Studio()) {
            var stream = studio.kernel.declare(NAME, StreamSettings.DEFAULT);
            var reader = subscribe(stream);
            assertThat(reader.next()).isFalse();
            studio.clock.pass(3600);
            studio.kernel.tick();
            assertThat(reader.next()).isFalse();
            picture(studio.publish(), 0, true);
            assertThat(read(reader)).isEqualTo("T1 T2 K0");
        }
    }

    @Test
    void soundAloneTakesOverFromPictures() {
        try (var studio = new Studio()) {
            picture(studio.publish(), 0, true);
            var reader = subscribe(studio.stream());
            assertThat(read(reader)).isEqualTo("T1 T2 K0");
            studio.clock.pass(1);
            var second = studio.granted(NAME);
            second.describe(Studio.AUDIO);
            assertThat(sound(second, 0)).isTrue();
            assertThat(read(reader)).isEqualTo("D T2 A1000");
        }
    }

    @Test
    void soundTakesOverFromPicturesThoughAPictureWasPromised() {
        try (var studio = new Studio()) {
            picture(studio.publish(), 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            var second = studio.publish();
            for (int i = 0; i < 250; i++) {
                assertThat(sound(second, i * 40L)).isFalse();
                studio.clock.pass(0.04);
            }
            assertThat(sound(second, 10_000)).isTrue();
            assertThat(read(reader)).isEqualTo("D T1 T2 A10000");
        }
    }

    @Test
    void anObserverThatThrowsIsCountedAndTheStreamGoesOn() {
        var broken =
                (KernelObserver)
                        java.lang.reflect.Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {KernelObserver.class},
                                (proxy, method, arguments) -> {
                                    throw new IllegalStateException(method.getName());
                                });
        try (var studio = new Studio(broken)) {
            var first = studio.publish();
            picture(first, 0, true);
            var reader = subscribe(studio.stream());
            picture(studio.publish(), 1000, true);
            studio.clock.pass(1);
            studio.kernel.tick();
            studio.stream().complete("completed");
            assertThat(read(reader)).isEqualTo("T1 T2 K0 D T1 T2 K0 E");
            assertThat(first.isOver()).isTrue();
            assertThat(studio.kernel.observerFailures()).isGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void endsAtOnceWithoutAWindow() {
        var settings = StreamSettings.DEFAULT.withReconnectWindow(Duration.ZERO);
        try (var studio = Studio.with(settings)) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            publication.close();
            publication.close();
            assertThat(read(reader)).isEqualTo("T1 T2 K0 E");
            assertThat(studio.stream().state()).isEqualTo(StreamState.IDLE);
        }
    }

    @Test
    void aNewPublisherTakesOverAndTheOldOneIsTold() {
        try (var studio = new Studio()) {
            var first = studio.publish();
            var told = new AtomicInteger();
            first.onOver(why -> told.incrementAndGet());
            picture(first, 0, true);
            var claim = first.claim(10);
            assertThat(claim).isNotNull();
            var reader = subscribe(studio.stream());

            var second = studio.publish();
            assertThat(told).hasValue(1);
            assertThat(studio.events.take())
                    .contains("left another publisher has taken the stream");
            assertThat(first.isOver()).isTrue();
            assertThat(claim.commit(new Sample(1, 90, 90, 0, true), 0, 10)).isFalse();
            claim.close();
            assertThat(first.claim(10)).isNull();
            picture(second, 1000, true);
            first.close();
            assertThat(second.isOver()).isFalse();
            picture(second, 1040, false);
            assertThat(read(reader)).startsWith("T1 T2 K0 D T1 T2 K").endsWith("P40");
            first.onOver(why -> told.incrementAndGet());
            assertThat(told).hasValue(2);
        }
    }

    @Test
    void aNewPublisherIsRefusedWhereTheOldOneIsToStay() {
        var settings = StreamSettings.DEFAULT.withReplacement(Replacement.REFUSE);
        try (var studio = Studio.with(settings)) {
            var first = studio.publish();
            assertThat(reason(studio.ask(NAME))).isEqualTo("BUSY");
            assertThat(picture(first, 0, true)).isTrue();
            assertThat(studio.events.take()).contains("refused BUSY");
            first.close();
            assertThat(reason(studio.ask(NAME))).isEqualTo("GRANTED");
        }
    }

    @Test
    void aDisabledOneEndsAndRefusesPublishersUntilItIsEnabled() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            var told = new AtomicInteger();
            publication.onOver(why -> told.incrementAndGet());
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            studio.stream().disable();
            studio.stream().disable();
            assertThat(told).hasValue(1);
            assertThat(read(reader)).endsWith("E");
            assertThat(reason(studio.ask(NAME))).isEqualTo("DISABLED");
            assertThat(studio.stream().state()).isEqualTo(StreamState.DISABLED);
            studio.stream().enable();
            assertThat(picture(studio.publish(), 0, true)).isTrue();
        }
    }

    @Test
    void aCompletedOneEndsAndBeginsAnewWithTheNextPublisher() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 5000, true);
            var reader = subscribe(studio.stream());
            studio.stream().complete("completed");
            studio.stream().complete("completed");
            assertThat(read(reader)).isEqualTo("T1 T2 K5000 E");
            picture(studio.publish(), 100, true);
            assertThat(read(subscribe(studio.stream()))).isEqualTo("T1 T2 K100");
            assertThat(studio.stream().quality().discontinuities()).isZero();
        }
    }

    @Test
    void aRemovedOneIsOverForEverybody() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var stream = studio.stream();
            var reader = subscribe(stream);
            assertThat(studio.kernel.remove(NAME)).isTrue();
            assertThat(studio.kernel.remove(NAME)).isFalse();
            assertThat(publication.isOver()).isTrue();
            assertThat(read(reader)).endsWith("E");
            assertThat(read(subscribe(stream))).isEqualTo("E");
            assertThat(studio.kernel.find(NAME)).isEmpty();
            assertThat(studio.kernel.memory().usedBytes()).isZero();
        }
    }

    @Test
    void anIdleOneThatNobodyDeclaredIsForgotten() {
        try (var studio = new Studio()) {
            studio.kernel.declare(new StreamName("live", "kept"), StreamSettings.DEFAULT);
            studio.publish().close();
            var reader = subscribe(studio.stream());
            studio.clock.pass(31);
            studio.kernel.tick();
            assertThat(studio.kernel.find(NAME)).isPresent();
            reader.close();
            studio.clock.pass(1);
            studio.kernel.tick();
            assertThat(studio.kernel.streams())
                    .extracting(LiveStream::name)
                    .containsExactly(new StreamName("live", "kept"));
            assertThat(studio.events.take()).contains("removed live/show");
        }
    }

    @Test
    void onlySoManyStreamsMayBe() {
        var config =
                new KernelConfig(
                        StreamSettings.DEFAULT, false, 1, KernelConfig.DEFAULT.maxMemoryBytes());
        try (var studio = new Studio(config)) {
            studio.publish();
            assertThat(reason(studio.ask(new StreamName("live", "other")))).isEqualTo("FULL");
        }
    }

    @Test
    void onlyDeclaredOnesMayBePublishedWhereThatIsSaid() {
        var defaults = KernelConfig.DEFAULT;
        var config =
                new KernelConfig(
                        defaults.defaults(),
                        true,
                        defaults.maxStreams(),
                        defaults.maxMemoryBytes());
        try (var studio = new Studio(config)) {
            assertThat(reason(studio.ask(NAME))).isEqualTo("UNKNOWN_STREAM");
            studio.kernel.declare(NAME, StreamSettings.DEFAULT);
            assertThat(reason(studio.ask(NAME))).isEqualTo("GRANTED");
        }
    }

    /// Row 24 of live-servers.md: a reload drops no session.
    @Test
    void aHundredNewDeclarationsGoUnnoticed() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            for (int i = 1; i <= 100; i++) {
                studio.kernel.declare(
                        NAME, StreamSettings.DEFAULT.withReconnectWindow(Duration.ofSeconds(i)));
                assertThat(picture(publication, i * 40, false)).isTrue();
                assertThat(read(reader)).isEqualTo("P" + i * 40);
            }
            assertThat(studio.stream().settings().reconnectWindow()).hasSeconds(100);
        }
    }

    @Test
    void framesThereIsNoRoomForAreDroppedUntilTheNextKeyframe() {
        var settings =
                StreamSettings.DEFAULT.withLog(new LogLimits(1 << 20, Duration.ofSeconds(9)));
        try (var studio = Studio.with(settings)) {
            var publication = studio.publish();
            picture(publication, 0, true);
            var reader = subscribe(studio.stream());
            read(reader);
            var hoard = publication.claim(900_000);
            assertThat(hoard).isNotNull();
            assertThat(publication.claim(200_000)).isNull();
            hoard.close();
            assertThat(picture(publication, 40, false)).isFalse();
            assertThat(sound(publication, 40)).isTrue();
            assertThat(picture(publication, 80, true)).isTrue();
            assertThat(picture(publication, 120, false)).isTrue();
            assertThat(read(reader)).endsWith("A40 K80 P120").doesNotContain("P40");
            assertThat(studio.stream().quality().droppedFrames()).isEqualTo(1);
            assertThat(studio.stream().health().reasons())
                    .extracting(Health.Reason::fault)
                    .containsExactly(Health.Fault.DROPPED_FRAMES);
            assertThat(studio.events.take()).contains("dropping");
        }
    }

    @Test
    void oldFramesLeaveTheWindowButNotTheCurrentGroup() {
        var settings =
                StreamSettings.DEFAULT.withLog(new LogLimits(64 << 20, Duration.ofSeconds(2)));
        try (var studio = Studio.with(settings)) {
            var publication = studio.publish();
            picture(publication, 0, true);
            for (int i = 1; i < 2000; i++) {
                studio.clock.pass(0.04);
                picture(publication, i * 40, false);
            }
            assertThat(read(subscribe(studio.stream())))
                    .startsWith("T1 T2 K0 P40")
                    .endsWith("P79960");
            long withGroup = studio.stream().quality().logBytes();
            picture(publication, 80_000, true);
            for (int i = 1; i < 300; i++) {
                studio.clock.pass(0.04);
                picture(publication, 80_000 + i * 40, i % 50 == 0);
            }
            assertThat(studio.stream().quality().logBytes()).isLessThan(withGroup / 3);
        }
    }
}
