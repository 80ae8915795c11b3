package dev.anabranch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupOfPicturesTest {

    private final AtomicInteger leases = new AtomicInteger();
    private final GroupOfPictures group = new GroupOfPictures();

    @AfterEach
    void givesAllBack() {
        group.clear();
        assertThat(leases).hasValue(0);
    }

    private static final Timescale MILLIS = new Timescale(1000);

    private Frame frame(int trackId, boolean isKeyframe, int sizeBytes) {
        leases.incrementAndGet();
        return new Frame(trackId, 0, 0, 0, isKeyframe, false, new Counted(sizeBytes));
    }

    private void picture(long ticks, boolean isKeyframe) {
        leases.incrementAndGet();
        group.add(new Frame(1, ticks, ticks, 0, isKeyframe, false, new Counted(10)), true);
    }

    private void picture(boolean isKeyframe, int sizeBytes) {
        group.add(frame(1, isKeyframe, sizeBytes), true);
    }

    @Test
    void aKeyframeBeginsAnotherAndTheOneBeforeIsGivenBackWhenItIsMade() {
        picture(0, true);
        picture(100, false);
        group.add(frame(2, true, 10), false);
        picture(200, true);
        group.forget(199, MILLIS);
        assertThat(group.pictures()).isEqualTo(3);
        assertThat(group.frames()).hasSize(4);

        group.forget(200, MILLIS);

        assertThat(group.pictures()).isEqualTo(1);
        assertThat(leases).hasValue(1);
    }

    @Test
    void whatIsThreeSecondsOldIsNotWaitedFor() {
        for (int i = 0; i <= 5; i++) {
            picture(1000 * i, true);
            group.forget(Long.MIN_VALUE, MILLIS);
        }

        assertThat(group.frames())
                .extracting(Frame::ptsTicks)
                .containsExactly(2000L, 3000L, 4000L, 5000L);
    }

    @Test
    void whereThereIsNoRoomTheOldestGroupGoesFirst() {
        picture(true, 10 << 20);
        picture(true, 5 << 20);

        picture(false, 5 << 20);

        assertThat(group.pictures()).isEqualTo(2);
        assertThat(group.frames().getFirst().payload().bytes().byteSize()).isEqualTo(5 << 20);
    }

    @Test
    void beforeTheFirstKeyframeThereIsNothing() {
        picture(false, 10);

        assertThat(group.isEmpty()).isTrue();
    }

    @Test
    void oneThatIsTooLongIsGivenUpUntilTheNextKeyframe() {
        picture(true, 10);
        for (int i = 0; i < 900; i++) {
            picture(false, 10);
        }
        assertThat(group.pictures()).isZero();
        assertThat(leases).hasValue(0);
        picture(false, 10);
        assertThat(group.pictures()).isZero();

        picture(true, 10);

        assertThat(group.pictures()).isEqualTo(1);
    }

    @Test
    void oneThatIsTooLargeIsGivenUpAsWell() {
        picture(true, 10 << 20);
        picture(false, 10 << 20);

        assertThat(group.isEmpty()).isTrue();
    }

    private final class Counted implements Lease {

        private final MemorySegment bytes;

        Counted(int sizeBytes) {
            bytes = MemorySegment.ofArray(new byte[sizeBytes]);
        }

        @Override
        public MemorySegment bytes() {
            return bytes;
        }

        @Override
        public Lease retain() {
            throw new UnsupportedOperationException("nobody shares what is held");
        }

        @Override
        public void close() {
            leases.decrementAndGet();
        }
    }
}
