package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffHeapTest {

    @Test
    void framesTakeNoMoreThanHalfOfWhatTheJvmLets() {
        long all = OffHeap.maximumBytes();
        assertThat(all).isPositive();
        assertThat(OffHeap.forFrames(Long.MAX_VALUE)).isEqualTo(all / 2);
        assertThat(OffHeap.forFrames(1 << 20)).isEqualTo(1 << 20);
    }
}
