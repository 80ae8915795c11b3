package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// The header of an MPEG audio frame of any layer (ISO/IEC 11172-3, 2.4.1.3; 13818-3; MPEG 2.5).
///
/// @param version which of the three sets of sampling rates
/// @param layer 1, 2 or 3
/// @param bitsPerSecond the frame's bit rate
/// @param sampleRateHz 8000 to 48000
/// @param channelMode stereo, joint or dual stereo, or mono
/// @param isPadded the frame is one slot longer
/// @param hasCrc a CRC of two bytes follows the header
public record MpegAudioHeader(
        Version version,
        int layer,
        int bitsPerSecond,
        int sampleRateHz,
        ChannelMode channelMode,
        boolean isPadded,
        boolean hasCrc) {

    /// The version field; MPEG 2.5 is not in any standard.
    public enum Version {
        MPEG_1(0),
        MPEG_2(1),
        MPEG_2_5(2);

        /// How often the sampling rates of MPEG-1 are halved.
        private final int halvings;

        Version(int halvings) {
            this.halvings = halvings;
        }
    }

    /// The mode field, in its order.
    public enum ChannelMode {
        STEREO,
        JOINT_STEREO,
        DUAL_CHANNEL,
        MONO
    }

    /// Bytes [#parse] needs.
    public static final int BYTES = 4;

    /// Layer II of MPEG 2.5 at 160 kbit/s and 8 kHz, padded.
    public static final int MAX_FRAME_BYTES = 2881;

    private static final int[] RATES_HZ = {44100, 48000, 32000};

    /// Kilobits by bit rate index: MPEG-1 layers I to III, then MPEG-2 layer I and layers II, III.
    private static final int[][] KILOBITS = {
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };

    /// Whether a header can begin at the buffer's position: sync word and a layer.
    public static boolean isSync(ByteBuffer bytes) {
        int at = bytes.position();
        return bytes.remaining() >= 2
                && bytes.get(at) == (byte) 0xFF
                && (bytes.get(at + 1) & 0xE0) == 0xE0
                && (bytes.get(at + 1) & 0x06) != 0;
    }

    /// Reads the header at the buffer's position, which stays. Free format, whose frames do not say
    /// how long they are, is unsupported.
    public static MpegAudioHeader parse(ByteBuffer frame) throws MediaFormatException {
        var in = new BitReader(frame, "MPEG audio header");
        if (in.bits(11) != 0x7FF) {
            throw in.malformed("there is no MPEG audio sync word");
        }
        var version = version(in);
        int layer = 4 - in.bits(2);
        boolean crc = !in.flag();
        int rateIndex = in.bits(4);
        int frequency = in.bits(2);
        boolean padded = in.flag();
        in.skip(1);
        var mode = ChannelMode.values()[in.bits(2)];
        in.skip(4);
        if (layer == 4 || rateIndex == 15 || frequency == 3) {
            throw in.malformed(
                    "layer, bit rate "
                            + rateIndex
                            + " or sampling rate "
                            + frequency
                            + " is reserved");
        }
        if (rateIndex == 0) {
            throw in.unsupported("free format is not handled");
        }
        int kilobits = KILOBITS[table(version, layer)][rateIndex];
        int hz = RATES_HZ[frequency] >> version.halvings;
        return new MpegAudioHeader(version, layer, 1000 * kilobits, hz, mode, padded, crc);
    }

    public int channels() {
        return channelMode == ChannelMode.MONO ? 1 : 2;
    }

    /// Samples a channel the frame gives.
    public int samples() {
        return switch (layer) {
            case 1 -> 384;
            case 2 -> 1152;
            default -> version == Version.MPEG_1 ? 1152 : 576;
        };
    }

    /// Header and payload together.
    public int frameBytes() {
        if (layer == 1) {
            return 4 * (12 * bitsPerSecond / sampleRateHz + (isPadded ? 1 : 0));
        }
        return samples() / 8 * bitsPerSecond / sampleRateHz + (isPadded ? 1 : 0);
    }

    private static Version version(BitReader in) throws MediaFormatException {
        return switch (in.bits(2)) {
            case 0 -> Version.MPEG_2_5;
            case 2 -> Version.MPEG_2;
            case 3 -> Version.MPEG_1;
            default -> throw in.malformed("the version is reserved");
        };
    }

    private static int table(Version version, int layer) {
        if (version == Version.MPEG_1) {
            return layer - 1;
        }
        return layer == 1 ? 3 : 4;
    }
}
