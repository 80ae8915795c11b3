package dev.anabranch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// Row 19 of live-servers.md: nothing is allocated for a frame and a reader.
class ReaderAllocationTest {

    private static final int FRAMES_A_ROUND = 1_000;
    private static final int WARM_UP_ROUNDS = 30;
    private static final int ROUNDS = 100;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long read;
    private long sum;

    @Test
    void readingAHundredThousandFramesAllocatesNothing() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            Studio.picture(publication, 0, true);
            var reader = Studio.subscribe(studio.stream());
            readAll(reader);
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                write(studio, publication, i);
                readAll(reader);
            }
            read = 0;
            long allocated = 0;
            for (int i = 0; i < ROUNDS; i++) {
                write(studio, publication, WARM_UP_ROUNDS + i);
                allocated += allocatedReading(reader);
            }
            assertThat(read).isEqualTo((long) ROUNDS * FRAMES_A_ROUND);
            assertThat(sum).isNotZero();
            assertThat(allocated).isZero();
        }
    }

    private long allocatedReading(Subscription reader) {
        long before = threads.getCurrentThreadAllocatedBytes();
        readAll(reader);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void readAll(Subscription reader) {
        while (reader.next()) {
            if (reader.kind() != EntryKind.FRAME) {
                continue;
            }
            read++;
            sum +=
                    reader.trackId()
                            + reader.dtsTicks()
                            + reader.ptsTicks()
                            + reader.durationTicks();
            sum += reader.arrivalNanos() + reader.offset() + reader.sizeBytes();
            sum += reader.isKeyframe() ? 1 : 0;
            sum += reader.track().id() + reader.block().bytes().byteSize();
            if (read % 100 == 0) {
                reader.rest();
            }
        }
    }

    private static void write(Studio studio, Publication publication, int round) {
        for (int i = 0; i < FRAMES_A_ROUND; i++) {
            studio.clock.pass(0.004);
            long millis = 40 + 4L * (round * FRAMES_A_ROUND + i);
            if (!Studio.picture(publication, millis, i % 50 == 0)) {
                throw new AssertionError("no room");
            }
        }
    }
}
