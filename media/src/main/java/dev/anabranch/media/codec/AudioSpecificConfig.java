package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// The AudioSpecificConfig of MPEG-4 audio (ISO/IEC 14496-3, 1.6.2.1).
///
/// @param objectType the audio object type of the core: 2 is LC, 42 is USAC
/// @param coreSampleRateHz before SBR
/// @param sampleRateHz of the decoded sound
/// @param layout of the decoded sound
/// @param coreSamples decoded samples of one frame at `coreSampleRateHz`
/// @param hasSpectralBandReplication whether SBR is signalled, in either way
/// @param hasParametricStereo whether PS is signalled, in either way
/// @param channelConfiguration of the core, 0 when a program_config_element tells
record AudioSpecificConfig(
        int objectType,
        int coreSampleRateHz,
        int sampleRateHz,
        ChannelLayout layout,
        int coreSamples,
        boolean hasSpectralBandReplication,
        boolean hasParametricStereo,
        int channelConfiguration) {

    static final int LC = 2;
    static final int SBR = 5;
    static final int PS = 29;
    static final int USAC = 42;

    static final int MAX_SAMPLE_RATE_HZ = 192_000;

    private static final int ER_FIRST = 17;
    private static final int SCALABLE = 6;
    private static final int ER_SCALABLE = 20;
    private static final int ER_BSAC = 22;
    private static final int LD = 23;
    private static final int ELD = 39;

    private static final int SBR_SYNC = 0x2B7;
    private static final int PS_SYNC = 0x548;

    /// What the explicit signs of SBR and PS say.
    private record Extension(int sampleRateHz, boolean sbr, boolean ps) {}

    /// The codec's own part.
    private record Specific(int coreSamples, int sampleRateHz, ChannelLayout layout) {}

    static AudioSpecificConfig parse(ByteBuffer config) throws MediaFormatException {
        var in = new BitReader(config, "AudioSpecificConfig");
        int objectType = objectType(in);
        int rate = sampleRate(in);
        int channels = in.bits(4);
        var extension = new Extension(rate, false, false);
        if (objectType == SBR || objectType == PS) {
            extension = new Extension(sampleRate(in), true, objectType == PS);
            objectType = objectType(in);
            in.skip(objectType == ER_BSAC ? 4 : 0);
        }
        var specific = specific(in, objectType, rate, channels);
        boolean readsOn = !extension.sbr() && objectType != USAC && objectType != ELD;
        if (readsOn) {
            extension = trailing(in, extension);
        }
        var layout = specific.layout();
        if (extension.ps() && layout.channels() == 1) {
            layout = ChannelLayout.ofChannels(2);
        }
        int output = extension.sbr() ? extension.sampleRateHz() : specific.sampleRateHz();
        return new AudioSpecificConfig(
                objectType,
                objectType == USAC ? output : rate,
                output,
                layout,
                specific.coreSamples(),
                extension.sbr(),
                extension.ps(),
                channels);
    }

    /// The object type RFC 6381 names: SBR and PS count, although the core is LC.
    int signalledObjectType() {
        if (hasParametricStereo) {
            return PS;
        }
        return hasSpectralBandReplication ? SBR : objectType;
    }

    /// Samples of a frame at the output rate.
    int samples() {
        // Down-sampled SBR leaves the rate, and so the count, as they are.
        return (int) ((long) coreSamples * sampleRateHz / coreSampleRateHz);
    }

    private static Specific specific(BitReader in, int objectType, int rate, int channels)
            throws MediaFormatException {
        return switch (objectType) {
            case 1, 2, 3, 4, SCALABLE, 7, ER_FIRST, 19, ER_SCALABLE, 21, ER_BSAC, LD ->
                    general(in, objectType, rate, channels);
            case ELD -> lowDelay(in, rate, channels);
            case USAC -> usac(in, objectType);
            default -> throw in.unsupported("audio object type " + objectType + " is not AAC");
        };
    }

    /// GASpecificConfig (4.4.1).
    private static Specific general(BitReader in, int objectType, int rate, int channels)
            throws MediaFormatException {
        boolean isShort = in.flag();
        if (in.flag()) {
            in.skip(14);
        }
        boolean extended = in.flag();
        var layout = channels == 0 ? ProgramConfig.parse(in).layout() : layout(in, channels);
        if (objectType == SCALABLE || objectType == ER_SCALABLE) {
            in.skip(3);
        }
        if (extended) {
            skipExtension(in, objectType);
        }
        if (objectType >= ER_FIRST) {
            skipErrorProtection(in);
        }
        int samples = objectType == LD ? 512 : 1024;
        return new Specific(isShort ? samples * 15 / 16 : samples, rate, layout);
    }

    private static void skipExtension(BitReader in, int objectType) throws MediaFormatException {
        if (objectType == ER_BSAC) {
            in.skip(16);
        }
        if (objectType == ER_FIRST || objectType == 19 || objectType == 20 || objectType == LD) {
            in.skip(3);
        }
        in.skip(1);
    }

    private static void skipErrorProtection(BitReader in) throws MediaFormatException {
        if (in.bits(2) > 1) {
            throw in.unsupported("AAC with error protection is not handled");
        }
    }

    /// ELDSpecificConfig (4.4.1, as far as the frame length); its SBR runs at twice the core's rate
    /// or, for a dual rate flag of 0, at the same.
    private static Specific lowDelay(BitReader in, int rate, int channels)
            throws MediaFormatException {
        int samples = in.flag() ? 480 : 512;
        in.skip(3);
        boolean replicated = in.flag();
        boolean dualRate = replicated && in.flag();
        int output = dualRate ? 2 * rate : rate;
        var layout = layout(in, channels);
        return new Specific(samples, output, layout);
    }

    /// UsacConfig (ISO/IEC 23003-3, 5.2), whose rate and channels are those of the decoded sound.
    private static Specific usac(BitReader in, int objectType) throws MediaFormatException {
        int index = in.bits(5);
        int rate = index == 31 ? in.bits(24) : usacRate(index);
        if (rate == 0 || rate > MAX_SAMPLE_RATE_HZ) {
            throw in.malformed("USAC sampling frequency " + rate + " of object type " + objectType);
        }
        int length =
                switch (in.bits(3)) {
                    case 0 -> 768;
                    case 1 -> 1024;
                    case 2, 3 -> 2048;
                    case 4 -> 4096;
                    default -> throw in.malformed("coreSbrFrameLengthIndex is reserved");
                };
        int channels = in.bits(5);
        if (channels == 0) {
            int count = escaped(in, 5, 8, 16);
            if (count < 1 || count > ChannelLayout.MAX_CHANNELS) {
                throw in.malformed("USAC has " + count + " channels");
            }
            return new Specific(length, rate, ChannelLayout.unknown(count));
        }
        return new Specific(length, rate, layout(in, channels));
    }

    private static int usacRate(int index) {
        // ISO/IEC 23003-3, Table 67: AAC's table up to 14, then these.
        int[] more = {
            57600, 51200, 40000, 38400, 34150, 28800, 25600, 20000, 19200, 17075, 14400, 12800, 9600
        };
        if (index < 15) {
            return SamplingFrequency.hz(index);
        }
        return index - 15 < more.length ? more[index - 15] : 0;
    }

    private static int escaped(BitReader in, int first, int second, int third)
            throws MediaFormatException {
        int value = in.bits(first);
        if (value < (1 << first) - 1) {
            return value;
        }
        int more = in.bits(second);
        return value + more + (more == (1 << second) - 1 ? in.bits(third) : 0);
    }

    /// The backward compatible signs of SBR and PS after the core's own part (1.6.6.1).
    private static Extension trailing(BitReader in, Extension none) throws MediaFormatException {
        if (in.remaining() < 16 || in.bits(11) != SBR_SYNC || objectType(in) != SBR) {
            return none;
        }
        if (in.remaining() < 1 || !in.flag()) {
            return none;
        }
        int rate = sampleRate(in);
        boolean ps = in.remaining() >= 12 && in.bits(11) == PS_SYNC && in.flag();
        return new Extension(rate, true, ps);
    }

    private static int objectType(BitReader in) throws MediaFormatException {
        int type = in.bits(5);
        return type == 31 ? 32 + in.bits(6) : type;
    }

    private static int sampleRate(BitReader in) throws MediaFormatException {
        int index = in.bits(4);
        int rate = index == SamplingFrequency.EXPLICIT ? in.bits(24) : SamplingFrequency.hz(index);
        if (rate == 0 || rate > MAX_SAMPLE_RATE_HZ) {
            throw in.malformed("sampling frequency " + rate + " Hz (index " + index + ")");
        }
        return rate;
    }

    private static ChannelLayout layout(BitReader in, int configuration)
            throws MediaFormatException {
        var layout = ChannelLayout.ofConfiguration(configuration);
        if (layout.isEmpty()) {
            throw in.malformed("channel configuration " + configuration + " is reserved");
        }
        return layout.get();
    }
}
