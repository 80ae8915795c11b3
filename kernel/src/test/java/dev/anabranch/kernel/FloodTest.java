package dev.anabranch.kernel;

import static dev.anabranch.kernel.Studio.picture;
import static dev.anabranch.kernel.Studio.read;
import static dev.anabranch.kernel.Studio.send;
import static dev.anabranch.kernel.Studio.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Frame;
import dev.anabranch.media.TrackKind;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Publishers and readers that ask for more than there is.
class FloodTest {

    private static final LogLimits SMALL = new LogLimits(4 << 20, Duration.ofSeconds(20));

    @Test
    void framesOfOneByteDoNotFillTheHeap() {
        try (var studio = Studio.with(StreamSettings.DEFAULT.withLog(SMALL))) {
            var publication = studio.publish();
            for (int i = 0; i < 100_000; i++) {
                send(publication, new Sample(1, i * 90L, i * 90L, 0, i % 1000 == 0), 1);
                send(publication, new Sample(2, i * 48L, i * 48L, 0, true), 0);
            }
            assertThat(studio.stream().air().log().pages()).isLessThanOrEqualTo(16);
            assertThat(read(subscribe(studio.stream()))).startsWith("T1 T2 K99000");
        }
    }

    @Test
    void configurationsThatChangeAllTheTimeDoNotEither() {
        try (var studio = Studio.with(StreamSettings.DEFAULT.withLog(SMALL))) {
            var publication = studio.publish();
            picture(publication, 0, true);
            for (int i = 0; i < 50_000; i++) {
                publication.describe(Studio.track(1, TrackKind.VIDEO, 90_000, "v" + i));
            }
            assertThat(studio.stream().air().log().pages()).isLessThanOrEqualTo(16);
            picture(publication, 40, true);
            assertThat(read(subscribe(studio.stream()))).isEqualTo("T1 T2 K40");
        }
    }

    @Test
    void leasedFramesCountAndThePublisherDropsButNeverWaits() {
        try (var studio = Studio.with(StreamSettings.DEFAULT.withLog(SMALL))) {
            var publication = studio.publish();
            var reader = subscribe(studio.stream());
            var kept = new ArrayList<Frame>();
            int refused = 0;
            for (int i = 0; i < 200; i++) {
                boolean isIn =
                        send(publication, new Sample(1, i * 3600L, i * 3600L, 0, true), 100_000);
                refused += isIn ? 0 : 1;
                while (reader.next()) {
                    if (reader.kind() == EntryKind.FRAME) {
                        kept.add(reader.frame());
                    }
                }
            }
            assertThat(studio.stream().quality().logBytes()).isLessThanOrEqualTo(4 << 20);
            assertThat(kept).hasSizeBetween(20, 42);
            assertThat(refused).isEqualTo(200 - kept.size());
            assertThat(studio.stream().quality().droppedFrames()).isEqualTo(refused);
            for (var frame : kept) {
                assertThat(Studio.isFilled(frame.payload().bytes(), frame.dtsTicks())).isTrue();
                frame.close();
            }
            assertThat(send(publication, new Sample(1, 800_000, 800_000, 0, true), 100_000))
                    .isTrue();
        }
    }

    /// Row 15: readers that do not move cost neither the publisher nor the others anything.
    @Test
    void frozenReadersDoNotKeepOthersFromReadingEverything() {
        try (var studio = Studio.with(StreamSettings.DEFAULT.withLog(SMALL))) {
            var publication = studio.publish();
            var frozen = new ArrayList<Subscription>();
            picture(publication, 0, true);
            for (int i = 0; i < 100; i++) {
                var reader = subscribe(studio.stream());
                reader.next();
                frozen.add(reader);
            }
            var reader = subscribe(studio.stream());
            read(reader);
            for (int i = 1; i < 5000; i++) {
                studio.clock.pass(0.04);
                assertThat(picture(publication, i * 40L, i % 50 == 0)).isTrue();
                assertThat(read(reader)).isEqualTo((i % 50 == 0 ? "K" : "P") + i * 40);
            }
            assertThat(reader.skippedFrames()).isZero();
            assertThat(studio.stream().quality().logBytes()).isLessThanOrEqualTo(4 << 20);
            for (var late : frozen) {
                assertThat(read(late)).contains("T1 T2 K198000 P198040").endsWith("P199960");
                late.close();
            }
        }
    }

    @Test
    void aFrameLargerThanAllMemoryIsRefused() {
        try (var studio = Studio.with(StreamSettings.DEFAULT.withLog(SMALL))) {
            var publication = studio.publish();
            picture(publication, 0, true);
            assertThat(publication.claim(5 << 20)).isNull();
            assertThat(read(subscribe(studio.stream()))).isEqualTo("T1 T2 K0");
        }
    }

    @Test
    void allStreamsTogetherStayWithinTheKernelsMemory() {
        var config = new KernelConfig(StreamSettings.DEFAULT, false, 100, 2 << 20);
        try (var studio = new Studio(config)) {
            int carried = 0;
            for (int i = 0; i < 20; i++) {
                var publication = studio.publish(new StreamName("live", "show" + i));
                carried += picture(publication, 0, true) ? 1 : 0;
            }
            assertThat(carried).isEqualTo(8);
            assertThat(studio.kernel.memory().usedBytes()).isEqualTo(2 << 20);
        }
    }
}
