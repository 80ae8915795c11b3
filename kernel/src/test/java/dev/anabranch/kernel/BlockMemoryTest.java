package dev.anabranch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockMemoryTest {

    private static final int BLOCK = BlockMemory.BLOCK_BYTES;

    private static Block taken(@Nullable Block block) {
        assertThat(block).isNotNull();
        return block;
    }

    @Test
    void blocksAreAsLargeAsIsNeeded() {
        assertThat(BlockMemory.blockBytes(0)).isEqualTo(BLOCK);
        assertThat(BlockMemory.blockBytes(BLOCK)).isEqualTo(BLOCK);
        assertThat(BlockMemory.blockBytes(BLOCK + 1)).isEqualTo(2 * BLOCK);
        assertThat(BlockMemory.blockBytes(BlockMemory.MAX_BLOCK_BYTES))
                .isEqualTo(BlockMemory.MAX_BLOCK_BYTES);
        assertThat(BlockMemory.blockBytes(BlockMemory.MAX_BLOCK_BYTES + 1)).isZero();
        assertThat(BlockMemory.blockBytes(-1)).isZero();
    }

    @Test
    void aShareEndsAtItsBoundAndSoDoesTheWhole() {
        try (var memory = new BlockMemory(3L * BLOCK)) {
            var small = memory.share(BLOCK);
            var large = memory.share(10L * BLOCK);
            var first = taken(small.take(1));
            assertThat(small.take(1)).isNull();
            var second = taken(large.take(BLOCK + 1));
            assertThat(large.take(1)).isNull();
            assertThat(memory.usedBytes()).isEqualTo(3L * BLOCK);
            first.release();
            assertThat(small.usedBytes()).isZero();
            taken(large.take(1)).release();
            second.release();
            assertThat(memory.usedBytes()).isZero();
        }
    }

    @Test
    void memoryIsUsedAgainButABlockIsNot() {
        try (var memory = new BlockMemory(BLOCK)) {
            var share = memory.share(BLOCK);
            var first = taken(share.take(1));
            long address = first.bytes().address();
            assertThat(first.tryRetain()).isTrue();
            first.release();
            assertThat(share.take(1)).isNull();
            first.release();
            var second = taken(share.take(1));
            assertThat(second.bytes().address()).isEqualTo(address);
            assertThat(first.tryRetain()).isFalse();
            assertThatThrownBy(first::retain).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(first::release).isInstanceOf(IllegalStateException.class);
            assertThat(share.usedBytes()).isEqualTo(BLOCK);
            second.release();
        }
    }

    @Test
    void whatWasNotUsedForASecondIsGivenBack() {
        try (var memory = new BlockMemory(10L * BLOCK)) {
            var share = memory.share(10L * BLOCK);
            var one = taken(share.take(1));
            var two = taken(share.take(1));
            one.release();
            two.release();
            assertThat(memory.idleBytes()).isEqualTo(2L * BLOCK);
            memory.trim();
            taken(share.take(1)).release();
            memory.trim();
            assertThat(memory.idleBytes()).isEqualTo(BLOCK);
            memory.trim();
            assertThat(memory.idleBytes()).isZero();
        }
    }

    @Test
    void idleMemoryOfOtherSizesMakesRoom() {
        try (var memory = new BlockMemory(2L * BLOCK)) {
            var share = memory.share(2L * BLOCK);
            var one = taken(share.take(1));
            var two = taken(share.take(1));
            one.release();
            two.release();
            taken(share.take(2 * BLOCK)).release();
            assertThat(memory.idleBytes()).isEqualTo(2L * BLOCK);
        }
    }

    @Test
    void whatIsHeldOutlivesTheEnd() {
        var memory = new BlockMemory(BLOCK);
        var block = taken(memory.share(BLOCK).take(1));
        memory.close();
        block.bytes().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        assertThat(memory.share(BLOCK).take(1)).isNull();
        var bytes = block.bytes();
        block.release();
        assertThat(memory.usedBytes()).isZero();
        assertThatThrownBy(() -> bytes.get(ValueLayout.JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class);
    }
}
