package dev.anabranch.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpectralBandReplicationTest {

    private static final int SBR = 13;
    private static final int FILLING = 0;

    @Test
    void findsTheElementAtTheEndOfEachFrame() {
        var random = new Random(1);
        var frames = Stream.generate(() -> frame(random, SBR)).limit(4).toList();

        assertThat(SpectralBandReplication.isIn(frames)).isTrue();
    }

    @Test
    void findsTheElementBeforePadding() {
        var random = new Random(2);
        var frames = Stream.generate(() -> frame(random, SBR, FILLING)).limit(4).toList();

        assertThat(SpectralBandReplication.isIn(frames)).isTrue();
    }

    @Test
    void takesPlainFramesWithPaddingForLc() {
        var random = new Random(3);
        var frames = Stream.generate(() -> frame(random, FILLING)).limit(40).toList();

        assertThat(SpectralBandReplication.isIn(frames)).isFalse();
    }

    @Test
    void takesSilenceOfNothingForLc() {
        var empty = Collections.nCopies(4, ByteBuffer.allocate(0));

        assertThat(SpectralBandReplication.isIn(empty)).isFalse();
    }

    @Test
    void wantsSeveralFrames() {
        assertThatThrownBy(() -> SpectralBandReplication.isIn(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Random spectral bits, then a fill element of each extension type, then the end.
    private static ByteBuffer frame(Random random, int... extensions) {
        var out = new BitWriter();
        for (int i = 0; i < 700 + random.nextInt(9); i++) {
            out.flag(random.nextBoolean());
        }
        for (int extension : extensions) {
            boolean escaped = extension == SBR;
            int count = escaped ? 20 : 3;
            out.bits(3, 6).bits(4, escaped ? 15 : count);
            if (escaped) {
                out.bits(8, count - 14L);
            }
            out.bits(4, extension);
            for (int i = 4; i < 8 * count; i++) {
                out.flag(extension == SBR && random.nextBoolean());
            }
        }
        return ByteBuffer.wrap(out.bits(3, 7).toByteArray());
    }
}
