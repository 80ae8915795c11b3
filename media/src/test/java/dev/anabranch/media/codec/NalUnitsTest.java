package dev.anabranch.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NalUnitsTest {

    private static final ByteBuffer RECOVERY_POINT_0 = Hex.buffer("06 06 01 c4 80");
    private static final ByteBuffer RECOVERY_POINT_17 = Hex.buffer("06 06 02 0b4480");
    private static final ByteBuffer I_SLICE = Hex.buffer("65 8884009fd9674d6278ad3c");
    private static final ByteBuffer OPEN_I_SLICE = Hex.buffer("41 8884009fd9674d6278ad3c");
    private static final ByteBuffer P_SLICE = Hex.buffer("41 9abb9a265737fe27cea10f");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void readsBackWhatItPrefixed(int lengthSize) throws MediaFormatException {
        var units = List.of(Hex.buffer("0910"), I_SLICE, Hex.buffer("06"));

        byte[] sample = NalUnits.toLengthPrefixed(units, lengthSize);

        assertThat(NalUnits.lengthPrefixed(ByteBuffer.wrap(sample), lengthSize)).isEqualTo(units);
        assertThat(NalUnits.lengthPrefixed(MemorySegment.ofArray(sample), lengthSize))
                .isEqualTo(units);
    }

    @Test
    void givesViewsAndNoCopies() throws MediaFormatException {
        var sample = ByteBuffer.wrap(Hex.bytes("00000002 0910"));

        var unit = NalUnits.lengthPrefixed(sample, 4).getFirst();
        sample.put(5, (byte) 0x30);

        assertThat(unit.get(1)).isEqualTo((byte) 0x30);
    }

    @Test
    void splitsAByteStreamWithStartCodesOfBothLengthsAndPadding() throws MediaFormatException {
        var stream = Hex.buffer("00 00000001 0910 000001 6742 0000 00000001 68ce 000000");

        assertThat(NalUnits.annexB(stream))
                .containsExactly(Hex.buffer("0910"), Hex.buffer("6742"), Hex.buffer("68ce"));
    }

    @Test
    void readsBackItsOwnByteStream() throws MediaFormatException {
        var units = List.of(I_SLICE, P_SLICE);

        byte[] stream = NalUnits.toAnnexB(units);

        assertThat(stream).hasSize(NalUnits.annexBSize(units));
        assertThat(NalUnits.annexB(ByteBuffer.wrap(stream))).isEqualTo(units);
    }

    @Test
    void refusesAByteStreamThatBeginsElsewhere() {
        assertThatThrownBy(() -> NalUnits.annexB(Hex.buffer("12 000001 09")))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("start code");
    }

    @Test
    void refusesALengthBeyondTheSample() {
        assertThatThrownBy(() -> NalUnits.lengthPrefixed(Hex.buffer("00000003 0910"), 4))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("3 bytes does not fit in the 2 bytes left");
    }

    @Test
    void takesAsManyUnitsAsTheLimitAndNotOneMore() throws MediaFormatException {
        var most = Collections.nCopies(NalUnits.MAX_UNITS, Hex.buffer("09"));
        var tooMany = Collections.nCopies(NalUnits.MAX_UNITS + 1, Hex.buffer("09"));

        assertThat(NalUnits.annexB(ByteBuffer.wrap(NalUnits.toAnnexB(most)))).hasSameSizeAs(most);
        assertThatThrownBy(() -> NalUnits.annexB(ByteBuffer.wrap(NalUnits.toAnnexB(tooMany))))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("8193, the maximum is 8192");
    }

    @Test
    void removesTheEmulationPreventionItPutIn() throws MediaFormatException {
        long seed = 7;
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            var bytes = new byte[1 + random.nextInt(40)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) random.nextInt(5);
            }
            bytes[bytes.length - 1] = (byte) 0x80;
            byte[] escaped = NalUnits.escape(bytes);

            assertThat(NalUnits.unescape(ByteBuffer.wrap(escaped)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(bytes);
            var alone = List.of(ByteBuffer.wrap(escaped));
            assertThat(NalUnits.annexB(ByteBuffer.wrap(NalUnits.toAnnexB(alone)))).hasSize(1);
        }
    }

    @Test
    void startsAtIdrPicturesAndAtIntraPicturesWithARecoveryPoint() throws MediaFormatException {
        assertThat(AvcNal.randomAccess(List.of(I_SLICE))).isEqualTo(RandomAccess.CLOSED);
        assertThat(AvcNal.randomAccess(List.of(RECOVERY_POINT_0, OPEN_I_SLICE)))
                .isEqualTo(RandomAccess.OPEN);
        assertThat(AvcNal.randomAccess(List.of(RECOVERY_POINT_17, P_SLICE)))
                .isEqualTo(RandomAccess.GRADUAL);
        assertThat(AvcNal.randomAccess(List.of(P_SLICE))).isEqualTo(RandomAccess.NONE);
        assertThat(RandomAccess.GRADUAL.isKeyframe()).isFalse();
        assertThat(AvcNal.isIntra(List.of(OPEN_I_SLICE))).isTrue();
        assertThat(AvcNal.isIntra(List.of(OPEN_I_SLICE, P_SLICE))).isFalse();
    }

    @Test
    void tellsHevcIdrFromOpenGroups() throws MediaFormatException {
        assertThat(HevcNal.randomAccess(List.of(Hex.buffer("4001"), Hex.buffer("2801ac"))))
                .isEqualTo(RandomAccess.CLOSED);
        assertThat(HevcNal.randomAccess(List.of(Hex.buffer("2a01ac"))))
                .isEqualTo(RandomAccess.OPEN);
        assertThat(HevcNal.randomAccess(List.of(Hex.buffer("0201d0"))))
                .isEqualTo(RandomAccess.NONE);
    }

    @Test
    void readsExpGolombCodesAsTable92Does() throws MediaFormatException {
        var in = new BitReader(Hex.buffer("a6 42 98 e2 04 8a"), "test");

        assertThat(in.ue()).isZero();
        assertThat(in.ue()).isEqualTo(1);
        assertThat(in.ue()).isEqualTo(2);
        assertThat(in.ue()).isEqualTo(3);
        assertThat(in.ue()).isEqualTo(4);
        assertThat(in.ue()).isEqualTo(5);
        assertThat(in.ue()).isEqualTo(6);
        assertThat(in.ue()).isEqualTo(7);
        assertThatThrownBy(() -> in.skip(in.remaining() + 1))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("1 bits too early");
    }
}
