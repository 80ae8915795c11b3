package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// AC-3, as the box `dac3` tells it (ETSI TS 102 366, F.4).
///
/// @param sampleRateCode fscod: 0 48 kHz, 1 44.1 kHz, 2 32 kHz
/// @param bitStreamId bsid: 8, or 9 and 10 for half and quarter rates
/// @param bitStreamMode bsmod
/// @param audioCodingMode acmod
/// @param hasLowFrequency lfeon
/// @param bitRateCode bit_rate_code, 0 to 18
public record Ac3Configuration(
        int sampleRateCode,
        int bitStreamId,
        int bitStreamMode,
        int audioCodingMode,
        boolean hasLowFrequency,
        int bitRateCode)
        implements AudioConfiguration {

    public Ac3Configuration {
        if (sampleRateCode < 0 || sampleRateCode > 2 || audioCodingMode >>> 3 != 0) {
            throw new IllegalArgumentException(
                    "sampleRateCode=" + sampleRateCode + " audioCodingMode=" + audioCodingMode);
        }
    }

    /// Reads the payload of the box `dac3`.
    public static Ac3Configuration parse(ByteBuffer record) throws MediaFormatException {
        var in = new BitReader(record, "box dac3");
        int rate = in.bits(2);
        if (rate == 3) {
            throw in.malformed("fscod 3 is reserved");
        }
        return new Ac3Configuration(
                rate, in.bits(5), in.bits(3), in.bits(3), in.flag(), in.bits(5));
    }

    /// The configuration of a stream by the header of its first frame.
    public static Ac3Configuration of(Ac3Header header) {
        return new Ac3Configuration(
                header.sampleRateCode(),
                header.bitStreamId(),
                header.bitStreamMode(),
                header.audioCodingMode(),
                header.hasLowFrequency(),
                header.bitRateCode());
    }

    /// The payload of `dac3`.
    public byte[] toBytes() {
        return new BitWriter()
                .bits(2, sampleRateCode)
                .bits(5, bitStreamId)
                .bits(3, bitStreamMode)
                .bits(3, audioCodingMode)
                .flag(hasLowFrequency)
                .bits(5, bitRateCode)
                .bits(5, 0)
                .toByteArray();
    }

    /// Bits per second, 0 when the code is reserved.
    public int bitsPerSecond() {
        return 1000 * Ac3Header.kilobits(bitRateCode) >> rateShift();
    }

    @Override
    public int sampleRateHz() {
        return Ac3Header.rateHz(sampleRateCode) >> rateShift();
    }

    @Override
    public int channels() {
        return Ac3Header.channels(audioCodingMode, hasLowFrequency);
    }

    @Override
    public ChannelLayout layout() {
        return DolbyChannels.layout(
                DolbyChannels.ofCodingMode(audioCodingMode, hasLowFrequency), 0);
    }

    @Override
    public int samplesPerFrame() {
        return Ac3Header.SAMPLES;
    }

    @Override
    public String codecString() {
        return "ac-3";
    }

    @Override
    public String sampleEntry() {
        return "ac-3";
    }

    private int rateShift() {
        return Math.clamp(bitStreamId - 8L, 0, 2);
    }
}
