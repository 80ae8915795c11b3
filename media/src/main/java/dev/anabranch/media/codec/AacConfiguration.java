package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// AAC in all its kinds (LC, HE, HE v2, LD, ELD, xHE), as the AudioSpecificConfig in the box `esds`
/// tells it (ISO/IEC 14496-3, 1.6; 14496-14, 5.6).
///
/// SBR that is neither signalled explicitly nor backward-compatibly is not in the headers: rate and
/// samples a frame are then the core's, which give the same time. [SpectralBandReplication] finds
/// it in the frames, and [#withSpectralBandReplication] makes it known.
public final class AacConfiguration implements AudioConfiguration {

    /// objectTypeIndication of MPEG-4 audio.
    private static final int MPEG_4 = 0x40;

    /// The indications of MPEG-2 AAC Main to SSR (14496-1, Table 5).
    private static final int MPEG_2_FIRST = 0x66;

    private static final int MPEG_2_LAST = 0x68;

    private static final int PROGRAM_CONFIG_ELEMENT = 5;

    private final ElementaryStreamDescriptor descriptor;
    private final AudioSpecificConfig config;

    private AacConfiguration(ElementaryStreamDescriptor descriptor) throws MediaFormatException {
        this.descriptor = descriptor;
        this.config = AudioSpecificConfig.parse(descriptor.specific().buffer());
    }

    /// Reads the payload of the box `esds`, its version and flags included.
    public static AacConfiguration parse(ByteBuffer record) throws MediaFormatException {
        var descriptor = ElementaryStreamDescriptor.parse(record);
        int type = descriptor.objectType();
        if (type != MPEG_4 && (type < MPEG_2_FIRST || type > MPEG_2_LAST)) {
            throw MediaFormatException.unsupported(
                    "box esds", "objectTypeIndication %#x is not AAC".formatted(type));
        }
        return new AacConfiguration(descriptor);
    }

    /// The configuration of an AudioSpecificConfig (RTMP, RTP, Matroska).
    public static AacConfiguration ofAudioSpecificConfig(ByteBuffer config)
            throws MediaFormatException {
        int size = config.remaining();
        if (size > ElementaryStreamDescriptor.MAX_SPECIFIC_BYTES) {
            throw MediaFormatException.limit(
                    "",
                    "AudioSpecificConfig size",
                    size,
                    ElementaryStreamDescriptor.MAX_SPECIFIC_BYTES);
        }
        return new AacConfiguration(
                new ElementaryStreamDescriptor(MPEG_4, 0, 0, 0, Octets.copyOf(config)));
    }

    /// The configuration of an ADTS stream by its first frame, the header included. With channel
    /// configuration 0 the payload must begin with the program_config_element.
    public static AacConfiguration ofAdts(ByteBuffer frame) throws MediaFormatException {
        var header = AdtsHeader.parse(frame);
        var out =
                new BitWriter()
                        .bits(5, header.objectType())
                        .bits(4, SamplingFrequency.index(header.sampleRateHz()))
                        .bits(4, header.channelConfiguration())
                        .bits(3, 0);
        if (header.channelConfiguration() == 0) {
            programConfig(frame, header).write(out);
        }
        return ofAudioSpecificConfig(ByteBuffer.wrap(out.toByteArray()));
    }

    /// The payload of `esds`.
    public byte[] toBytes() {
        return descriptor.toBytes();
    }

    /// The AudioSpecificConfig itself.
    public Octets audioSpecificConfig() {
        return descriptor.specific();
    }

    /// The descriptor around the AudioSpecificConfig, with its bit rates.
    public ElementaryStreamDescriptor descriptor() {
        return descriptor;
    }

    /// The audio object type of the core (ISO/IEC 14496-3, Table 1.17): 2 is LC, also under SBR.
    public int coreObjectType() {
        return config.objectType();
    }

    public boolean hasSpectralBandReplication() {
        return config.hasSpectralBandReplication();
    }

    public boolean hasParametricStereo() {
        return config.hasParametricStereo();
    }

    /// Samples per second of the core, before SBR: the clock of ADTS and of most containers.
    public int coreSampleRateHz() {
        return config.coreSampleRateHz();
    }

    /// Samples of one frame at [#coreSampleRateHz].
    public int coreSamplesPerFrame() {
        return config.coreSamples();
    }

    /// Whether its channels are said by a number, not by a program_config_element.
    public boolean hasChannelConfiguration() {
        return config.channelConfiguration() != 0;
    }

    /// This sound known to have SBR that its headers do not signal: an AudioSpecificConfig with
    /// explicit hierarchical signalling of SBR and, if asked, PS.
    ///
    /// @throws IllegalStateException when SBR is signalled already or the core is not plain AAC LC
    public AacConfiguration withSpectralBandReplication(boolean parametricStereo)
            throws MediaFormatException {
        boolean isLc = config.objectType() == AudioSpecificConfig.LC;
        if (config.hasSpectralBandReplication() || !isLc || config.channelConfiguration() == 0) {
            throw new IllegalStateException("codec " + codecString() + " cannot be given SBR");
        }
        var out = new BitWriter();
        out.bits(5, parametricStereo ? AudioSpecificConfig.PS : AudioSpecificConfig.SBR);
        rate(out, config.coreSampleRateHz()).bits(4, config.channelConfiguration());
        rate(out, 2 * config.coreSampleRateHz()).bits(5, AudioSpecificConfig.LC);
        out.flag(config.coreSamples() == 960).bits(2, 0);
        return ofAudioSpecificConfig(ByteBuffer.wrap(out.toByteArray()));
    }

    /// An ADTS header for one raw frame of `frameBytes` bytes.
    ///
    /// @throws MediaFormatException when ADTS cannot say this configuration: an object type above
    ///   LTP, an odd sampling frequency, more than 7.1 channels, or a frame above 8184 bytes
    public byte[] toAdtsHeader(int frameBytes) throws MediaFormatException {
        if (frameBytes < 0 || frameBytes > AdtsHeader.MAX_FRAME_BYTES - AdtsHeader.BYTES) {
            throw MediaFormatException.limit(
                    "",
                    "ADTS frame size",
                    frameBytes,
                    AdtsHeader.MAX_FRAME_BYTES - AdtsHeader.BYTES);
        }
        int rateIndex = SamplingFrequency.index(config.coreSampleRateHz());
        // Configuration 0 is right only when the frames bring the program_config_element.
        boolean sayable =
                config.objectType() <= 4
                        && rateIndex != SamplingFrequency.EXPLICIT
                        && config.channelConfiguration() <= 7
                        && config.coreSamples() == 1024;
        if (!sayable) {
            throw MediaFormatException.unsupported(
                    "",
                    "ADTS cannot carry "
                            + codecString()
                            + " of "
                            + config.coreSampleRateHz()
                            + " Hz in channel configuration "
                            + config.channelConfiguration());
        }
        return new AdtsHeader(
                        false,
                        false,
                        config.objectType(),
                        config.coreSampleRateHz(),
                        config.channelConfiguration(),
                        AdtsHeader.BYTES + frameBytes,
                        1)
                .toBytes();
    }

    @Override
    public int sampleRateHz() {
        return config.sampleRateHz();
    }

    @Override
    public int channels() {
        return config.layout().channels();
    }

    @Override
    public ChannelLayout layout() {
        return config.layout();
    }

    @Override
    public int samplesPerFrame() {
        return config.samples();
    }

    /// `mp4a.40.2` LC, `mp4a.40.5` HE, `mp4a.40.29` HE v2, `mp4a.40.42` xHE (RFC 6381, 3.3); MPEG-2
    /// AAC, whose frames are the same, is named as MPEG-4's because players know only that.
    @Override
    public String codecString() {
        return "mp4a.40." + config.signalledObjectType();
    }

    @Override
    public String sampleEntry() {
        return "mp4a";
    }

    @Override
    public boolean decodes(CodecConfiguration other) {
        return other instanceof AacConfiguration aac && descriptor.decodes(aac.descriptor);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AacConfiguration aac && descriptor.equals(aac.descriptor);
    }

    @Override
    public int hashCode() {
        return descriptor.hashCode();
    }

    @Override
    public String toString() {
        return "AacConfiguration[" + descriptor + ", " + config + "]";
    }

    private static ProgramConfig programConfig(ByteBuffer frame, AdtsHeader header)
            throws MediaFormatException {
        int at = Math.min(header.headerBytes(), frame.remaining());
        var payload = frame.slice(frame.position() + at, frame.remaining() - at);
        var in = new BitReader(payload, "AAC raw data block");
        if (in.bits(3) != PROGRAM_CONFIG_ELEMENT) {
            throw in.unsupported(
                    "channel configuration 0 without a program configuration at the start of the"
                            + " frame");
        }
        return ProgramConfig.parse(in);
    }

    private static BitWriter rate(BitWriter out, int hz) {
        int index = SamplingFrequency.index(hz);
        out.bits(4, index);
        return index == SamplingFrequency.EXPLICIT ? out.bits(24, hz) : out;
    }
}
