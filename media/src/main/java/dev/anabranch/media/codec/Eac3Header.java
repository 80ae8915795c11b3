package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// The header of an E-AC-3 sync frame (ETSI TS 102 366, E.1.2 and E.1.3), with the sign of joint
/// object coding (TS 103 420, 8.3).
///
/// One access unit is an independent frame, its dependent frames, and possibly further programmes.
///
/// @param type whether the frame stands alone
/// @param substream substreamid, 0 to 7
/// @param frameBytes header and payload together
/// @param sampleRateCode fscod, 3 for the half rates
/// @param sampleRateHz 16000 to 48000
/// @param blocks 1, 2, 3 or 6
/// @param audioCodingMode acmod
/// @param hasLowFrequency lfeon
/// @param bitStreamId bsid, 11 to 16
/// @param bitStreamMode bsmod, 0 when not given
/// @param channelMap chanmap of a dependent frame, 0 when not given
/// @param jointObjects the complexity index of joint object coding (Atmos), 0 without
public record Eac3Header(
        StreamType type,
        int substream,
        int frameBytes,
        int sampleRateCode,
        int sampleRateHz,
        int blocks,
        int audioCodingMode,
        boolean hasLowFrequency,
        int bitStreamId,
        int bitStreamMode,
        int channelMap,
        int jointObjects) {

    /// strmtyp, in its order.
    public enum StreamType {
        INDEPENDENT,
        DEPENDENT,
        /// An AC-3 programme recoded, standing alone.
        AC3_CONVERTIBLE
    }

    /// Bytes [#parse] needs to tell frame size and samples; mixing metadata and the sign of joint
    /// object coding may lie further, so give it the whole frame where it is there.
    public static final int BYTES = 6;

    public static final int MAX_FRAME_BYTES = 4096;

    /// Samples of one block.
    public static final int BLOCK_SAMPLES = 256;

    private static final int[] HALF_RATES_HZ = {24000, 22050, 16000};
    private static final int[] BLOCKS = {1, 2, 3, 6};

    /// What comes before the optional metadata.
    private record Fixed(
            StreamType type, int substream, int bytes, int rateCode, int rateHz, int blocksCode) {
        int blocks() {
            return BLOCKS[blocksCode];
        }
    }

    private record Metadata(int bitStreamMode, int channelMap, int jointObjects) {}

    /// Reads the header at the buffer's position, which stays. A buffer that ends within the
    /// optional metadata leaves bsmod, channel map and joint objects 0.
    public static Eac3Header parse(ByteBuffer frame) throws MediaFormatException {
        var in = new BitReader(frame, "E-AC-3 header");
        var fixed = fixed(in);
        int coding = in.bits(3);
        boolean lowFrequency = in.flag();
        int id = in.bits(5);
        if (id < 11 || id > 16) {
            throw in.malformed("bsid " + id + " is not E-AC-3");
        }
        boolean whole = frame.remaining() >= fixed.bytes();
        var metadata = whole ? metadata(in, fixed, coding, lowFrequency) : new Metadata(0, 0, 0);
        return new Eac3Header(
                fixed.type(),
                fixed.substream(),
                fixed.bytes(),
                fixed.rateCode(),
                fixed.rateHz(),
                fixed.blocks(),
                coding,
                lowFrequency,
                id,
                metadata.bitStreamMode(),
                metadata.channelMap(),
                metadata.jointObjects());
    }

    /// Full-range and low-frequency channels of this frame alone.
    public int channels() {
        return Ac3Header.channels(audioCodingMode, hasLowFrequency);
    }

    /// Samples a channel the frame gives.
    public int samples() {
        return BLOCK_SAMPLES * blocks;
    }

    /// Whether the frame begins an access unit: an independent one of the first programme.
    public boolean startsAccessUnit() {
        return type != StreamType.DEPENDENT && substream == 0;
    }

    private static Fixed fixed(BitReader in) throws MediaFormatException {
        if (in.bits(16) != 0x0B77) {
            throw in.malformed("there is no E-AC-3 sync word");
        }
        int type = in.bits(2);
        if (type == 3) {
            throw in.malformed("strmtyp 3 is reserved");
        }
        int substream = in.bits(3);
        int bytes = 2 * (in.bits(11) + 1);
        int rate = in.bits(2);
        int second = in.bits(2);
        if (rate == 3 && second == 3) {
            throw in.malformed("fscod2 3 is reserved");
        }
        if (bytes < BYTES) {
            throw in.malformed("a frame of " + bytes + " bytes is shorter than its header");
        }
        int hz = rate == 3 ? HALF_RATES_HZ[second] : Ac3Header.rateHz(rate);
        int blocksCode = rate == 3 ? 3 : second;
        return new Fixed(StreamType.values()[type], substream, bytes, rate, hz, blocksCode);
    }

    private static Metadata metadata(BitReader in, Fixed fixed, int coding, boolean lowFrequency)
            throws MediaFormatException {
        for (int i = 0; i < (coding == 0 ? 2 : 1); i++) {
            in.skip(5);
            skipIf(in, 8);
        }
        boolean dependent = fixed.type() == StreamType.DEPENDENT;
        int channelMap = dependent && in.flag() ? in.bits(16) : 0;
        if (in.flag()) {
            skipMixing(in, fixed, coding, lowFrequency);
        }
        int mode = in.flag() ? information(in, fixed, coding) : 0;
        if (fixed.type() == StreamType.INDEPENDENT && fixed.blocksCode() != 3) {
            in.skip(1);
        }
        if (fixed.type() == StreamType.AC3_CONVERTIBLE && (fixed.blocksCode() == 3 || in.flag())) {
            in.skip(6);
        }
        return new Metadata(mode, channelMap, in.flag() ? jointObjects(in) : 0);
    }

    /// The part mixmdate announces.
    private static void skipMixing(BitReader in, Fixed fixed, int coding, boolean lowFrequency)
            throws MediaFormatException {
        boolean hasCentre = (coding & 1) == 1 && coding > 2;
        boolean hasSurround = (coding & 4) == 4;
        in.skip((coding > 2 ? 2 : 0) + (hasCentre ? 6 : 0) + (hasSurround ? 6 : 0));
        if (lowFrequency) {
            skipIf(in, 5);
        }
        if (fixed.type() != StreamType.INDEPENDENT) {
            return;
        }
        for (int i = 0; i < (coding == 0 ? 3 : 2); i++) {
            skipIf(in, 6);
        }
        switch (in.bits(2)) {
            case 1 -> in.skip(5);
            case 2 -> in.skip(12);
            case 3 -> in.skip(8L * (in.bits(5) + 2));
            default -> in.skip(0);
        }
        for (int i = coding; i < 2; i++) {
            skipIf(in, 14);
        }
        if (in.flag()) {
            skipBlockMixing(in, fixed.blocks());
        }
    }

    private static void skipBlockMixing(BitReader in, int blocks) throws MediaFormatException {
        if (blocks == 1) {
            in.skip(5);
            return;
        }
        for (int i = 0; i < blocks; i++) {
            skipIf(in, 5);
        }
    }

    /// The part infomdate announces; gives bsmod.
    private static int information(BitReader in, Fixed fixed, int coding)
            throws MediaFormatException {
        int mode = in.bits(3);
        in.skip(2);
        in.skip((coding == 2 ? 4 : 0) + (coding >= 6 ? 2 : 0));
        for (int i = 0; i < (coding == 0 ? 2 : 1); i++) {
            skipIf(in, 8);
        }
        if (fixed.rateCode() < 3) {
            in.skip(1);
        }
        return mode;
    }

    private static int jointObjects(BitReader in) throws MediaFormatException {
        int bytes = in.bits(6) + 1;
        if (bytes < 2) {
            return 0;
        }
        in.skip(7);
        return in.flag() ? in.bits(8) : 0;
    }

    private static void skipIf(BitReader in, int count) throws MediaFormatException {
        if (in.flag()) {
            in.skip(count);
        }
    }
}
