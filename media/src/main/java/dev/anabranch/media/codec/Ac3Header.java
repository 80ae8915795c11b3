package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// The header of an AC-3 sync frame (ETSI TS 102 366, 4.3.1 and 4.3.2).
///
/// @param sampleRateCode fscod: 0 48 kHz, 1 44.1 kHz, 2 32 kHz
/// @param frameSizeCode frmsizecod, 0 to 37
/// @param bitStreamId bsid: 8, or 9 and 10 for half and quarter rates
/// @param bitStreamMode bsmod
/// @param audioCodingMode acmod
/// @param hasLowFrequency lfeon
public record Ac3Header(
        int sampleRateCode,
        int frameSizeCode,
        int bitStreamId,
        int bitStreamMode,
        int audioCodingMode,
        boolean hasLowFrequency) {

    /// Bytes [#parse] needs.
    public static final int BYTES = 8;

    public static final int SAMPLES = 1536;

    /// 640 kbit/s at 32 kHz.
    public static final int MAX_FRAME_BYTES = 3840;

    private static final int[] RATES_HZ = {48000, 44100, 32000};

    /// Kilobits by bit_rate_code (Table F.4.1), which is half of frmsizecod.
    private static final int[] KILOBITS = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };

    /// Full-range channels by acmod: 1+1, 1/0, 2/0, 3/0, 2/1, 3/1, 2/2, 3/2.
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};

    public Ac3Header {
        if (sampleRateCode < 0
                || sampleRateCode >= RATES_HZ.length
                || frameSizeCode < 0
                || frameSizeCode >= 2 * KILOBITS.length) {
            throw new IllegalArgumentException(
                    "sampleRateCode=" + sampleRateCode + " frameSizeCode=" + frameSizeCode);
        }
    }

    /// Whether the buffer's position has the sync word AC-3 and E-AC-3 share.
    public static boolean isSync(ByteBuffer bytes) {
        int at = bytes.position();
        return bytes.remaining() >= 2 && bytes.get(at) == 0x0B && bytes.get(at + 1) == 0x77;
    }

    /// Whether the frame with a sync word at the buffer's position is E-AC-3; it needs six bytes.
    public static boolean isEnhanced(ByteBuffer frame) {
        return frame.remaining() > 5 && (frame.get(frame.position() + 5) & 0xFF) >> 3 > 10;
    }

    /// Reads the header at the buffer's position, which stays.
    public static Ac3Header parse(ByteBuffer frame) throws MediaFormatException {
        var in = new BitReader(frame, "AC-3 header");
        if (in.bits(16) != 0x0B77) {
            throw in.malformed("there is no AC-3 sync word");
        }
        in.skip(16);
        int rate = in.bits(2);
        int size = in.bits(6);
        if (rate == 3 || size >= 2 * KILOBITS.length) {
            throw in.malformed("fscod " + rate + " or frmsizecod " + size + " is reserved");
        }
        int id = in.bits(5);
        if (id > 10) {
            throw in.malformed("bsid " + id + " is not AC-3");
        }
        int mode = in.bits(3);
        int coding = in.bits(3);
        boolean hasCentre = (coding & 1) == 1 && coding != 1;
        boolean hasSurround = (coding & 4) == 4;
        in.skip((hasCentre ? 2 : 0) + (hasSurround ? 2 : 0) + (coding == 2 ? 2 : 0));
        return new Ac3Header(rate, size, id, mode, coding, in.flag());
    }

    public int sampleRateHz() {
        return RATES_HZ[sampleRateCode] >> Math.max(0, bitStreamId - 8);
    }

    /// Bits per second at the full rates; bsid 9 and 10 halve and quarter it.
    public int bitsPerSecond() {
        return 1000 * KILOBITS[frameSizeCode / 2] >> Math.max(0, bitStreamId - 8);
    }

    /// bit_rate_code of `dac3`.
    public int bitRateCode() {
        return frameSizeCode / 2;
    }

    public int channels() {
        return channels(audioCodingMode, hasLowFrequency);
    }

    /// Samples a channel the frame gives.
    public int samples() {
        return SAMPLES;
    }

    /// Header and payload together.
    public int frameBytes() {
        int kilobits = KILOBITS[frameSizeCode / 2];
        return switch (sampleRateCode) {
            case 0 -> 4 * kilobits;
            // 44.1 kHz does not come out even: every second size is a word longer.
            case 1 -> 2 * (320 * kilobits / 147 + (frameSizeCode & 1));
            default -> 6 * kilobits;
        };
    }

    static int channels(int audioCodingMode, boolean hasLowFrequency) {
        return CHANNELS[audioCodingMode] + (hasLowFrequency ? 1 : 0);
    }

    static int rateHz(int sampleRateCode) {
        return RATES_HZ[sampleRateCode];
    }

    static int kilobits(int bitRateCode) {
        return bitRateCode < KILOBITS.length ? KILOBITS[bitRateCode] : 0;
    }
}
