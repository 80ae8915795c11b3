package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// The header of an ADTS frame (ISO/IEC 14496-3, 1.A.2.2).
///
/// ```
/// syncword FFF | ID layer protection_absent | profile rate private channels original home
///   copyright bits | aac_frame_length(13) | buffer fullness(11) | raw blocks - 1 (2) | [crc 16]
/// ```
///
/// @param isMpeg2 ID: MPEG-2 AAC and not MPEG-4
/// @param hasCrc the header is 9 bytes and not 7
/// @param objectType 1 Main, 2 LC, 3 SSR, 4 LTP: what is coded under a possible SBR
/// @param sampleRateHz of the core; SBR doubles it without the header saying so
/// @param channelConfiguration 1 to 7, or 0: a program_config_element in the frame tells
/// @param frameBytes header and payload together
/// @param rawDataBlocks 1 to 4
public record AdtsHeader(
        boolean isMpeg2,
        boolean hasCrc,
        int objectType,
        int sampleRateHz,
        int channelConfiguration,
        int frameBytes,
        int rawDataBlocks) {

    /// Bytes [#parse] needs.
    public static final int BYTES = 7;

    /// The longest frame the 13 bits can say.
    public static final int MAX_FRAME_BYTES = 0x1FFF;

    private static final int SAMPLES_PER_BLOCK = 1024;

    /// Whether a header can begin at the buffer's position: the sync word and layer 0.
    public static boolean isSync(ByteBuffer bytes) {
        int at = bytes.position();
        return bytes.remaining() >= 2
                && bytes.get(at) == (byte) 0xFF
                && (bytes.get(at + 1) & 0xF6) == 0xF0;
    }

    /// Reads the header at the buffer's position, which stays.
    public static AdtsHeader parse(ByteBuffer frame) throws MediaFormatException {
        var in = new BitReader(frame, "ADTS header");
        if (in.bits(12) != 0xFFF) {
            throw in.malformed("there is no ADTS sync word");
        }
        boolean mpeg2 = in.flag();
        if (in.bits(2) != 0) {
            throw in.malformed("the layer is not 0");
        }
        boolean crc = !in.flag();
        int objectType = 1 + in.bits(2);
        int rate = SamplingFrequency.hz(in.bits(4));
        if (rate == 0) {
            throw in.malformed("the sampling frequency index is reserved");
        }
        in.skip(1);
        int channels = in.bits(3);
        in.skip(4);
        int bytes = in.bits(13);
        in.skip(11);
        int blocks = 1 + in.bits(2);
        var header = new AdtsHeader(mpeg2, crc, objectType, rate, channels, bytes, blocks);
        if (bytes < header.headerBytes()) {
            throw in.malformed("a frame of " + bytes + " bytes is shorter than its header");
        }
        return header;
    }

    /// A header for one raw frame of MPEG-4 AAC, without CRC.
    byte[] toBytes() {
        return new BitWriter()
                .bits(12, 0xFFF)
                .flag(isMpeg2)
                .bits(2, 0)
                .flag(!hasCrc)
                .bits(2, objectType - 1)
                .bits(4, SamplingFrequency.index(sampleRateHz))
                .bits(1, 0)
                .bits(3, channelConfiguration)
                .bits(4, 0)
                .bits(13, frameBytes)
                .bits(11, 0x7FF)
                .bits(2, rawDataBlocks - 1)
                .toByteArray();
    }

    /// Bytes before the payload: 7, or more with a CRC.
    public int headerBytes() {
        if (!hasCrc) {
            return BYTES;
        }
        // With several blocks the header also says where each but the first begins.
        return BYTES + 2 + 2 * (rawDataBlocks - 1);
    }

    /// Samples the frame gives at [#sampleRateHz].
    public int samples() {
        return SAMPLES_PER_BLOCK * rawDataBlocks;
    }
}
