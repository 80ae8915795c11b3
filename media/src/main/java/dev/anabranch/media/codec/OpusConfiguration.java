package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Opus, as the OpusSpecificBox `dOps` tells it (Encapsulation of Opus in ISOBMFF, 4.3.2) and
/// OpusHead of Ogg, Matroska and MPEG-TS (RFC 7845, 5.1), which differ in byte order and version.
///
/// @param channels OutputChannelCount, 1 to 255
/// @param preSkipSamples samples at 48 kHz a decoder drops at the start
/// @param inputSampleRateHz of the sound before encoding, for information; 0 when unknown
/// @param outputGainQ8 gain to apply, in 1/256 dB
/// @param mappingFamily 0 mono or stereo, 1 Vorbis order up to 7.1, 2 and 3 ambisonics, 255 none
/// @param streams coded streams in one packet
/// @param coupledStreams how many of them are stereo
/// @param mapping which decoded channel each output channel is; empty in family 0
public record OpusConfiguration(
        int channels,
        int preSkipSamples,
        long inputSampleRateHz,
        int outputGainQ8,
        int mappingFamily,
        int streams,
        int coupledStreams,
        Octets mapping)
        implements AudioConfiguration {

    /// Opus always decodes at this rate.
    public static final int SAMPLE_RATE_HZ = 48_000;

    /// Samples of the longest packet: 120 ms (RFC 6716, 3.2.5).
    public static final int MAX_PACKET_SAMPLES = 5760;

    private static final byte[] MAGIC = "OpusHead".getBytes(StandardCharsets.US_ASCII);

    /// A mapping entry of an output channel that stays silent.
    private static final int SILENT = 255;

    /// The family that has a demixing matrix where the others have a mapping (RFC 8486, 3.2).
    private static final int PROJECTION = 3;

    public OpusConfiguration {
        if (channels < 1 || channels > ChannelLayout.MAX_CHANNELS) {
            throw new IllegalArgumentException("channels=" + channels);
        }
        if (mapping.size() != (mappingFamily == 0 ? 0 : channels)) {
            throw new IllegalArgumentException(
                    "mapping=" + mapping + " channels=" + channels + " family=" + mappingFamily);
        }
    }

    /// Stereo or mono with the pre-skip of libopus.
    public static OpusConfiguration of(int channels, int preSkipSamples) {
        return new OpusConfiguration(
                channels, preSkipSamples, SAMPLE_RATE_HZ, 0, 0, 1, channels - 1, Octets.EMPTY);
    }

    /// The same, said to be of sound at the rate Opus decodes at.
    public OpusConfiguration withDecodedInputRate() {
        return new OpusConfiguration(
                channels,
                preSkipSamples,
                SAMPLE_RATE_HZ,
                outputGainQ8,
                mappingFamily,
                streams,
                coupledStreams,
                mapping);
    }

    /// Reads the payload of the box `dOps`.
    public static OpusConfiguration parse(ByteBuffer record) throws MediaFormatException {
        var bytes = record.slice();
        require(bytes, 11, "dOps");
        int version = bytes.get() & 0xFF;
        if (version != 0) {
            throw MediaFormatException.unsupported("box dOps", "version " + version + " is not 0");
        }
        return fields(bytes, "box dOps");
    }

    /// Reads an OpusHead, its magic included.
    public static OpusConfiguration parseHead(ByteBuffer head) throws MediaFormatException {
        var bytes = head.slice().order(ByteOrder.LITTLE_ENDIAN);
        require(bytes, 19, "OpusHead");
        var magic = new byte[MAGIC.length];
        bytes.get(magic);
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw MediaFormatException.malformed("OpusHead", "the magic is not OpusHead");
        }
        int version = bytes.get() & 0xFF;
        // Versions 0 to 15 stay readable by this reader (RFC 7845, 5.1).
        if (version > 15) {
            throw MediaFormatException.unsupported("OpusHead", "version " + version);
        }
        return fields(bytes, "OpusHead");
    }

    /// The payload of `dOps`.
    public byte[] toBytes() {
        var out = ByteBuffer.allocate(11 + mappingBytes());
        return write(out.put((byte) 0));
    }

    /// The OpusHead.
    public byte[] toHead() {
        var out = ByteBuffer.allocate(19 + mappingBytes()).order(ByteOrder.LITTLE_ENDIAN);
        return write(out.put(MAGIC).put((byte) 1));
    }

    /// Samples at 48 kHz that a packet gives, by its table-of-contents byte (RFC 6716, 3.1).
    public static int packetSamples(ByteBuffer packet) throws MediaFormatException {
        if (!packet.hasRemaining()) {
            throw MediaFormatException.malformed("Opus packet", "the packet is empty");
        }
        int contents = packet.get(packet.position()) & 0xFF;
        int frames =
                switch (contents & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> frameCount(packet);
                };
        int samples = frames * frameSamples(contents >> 3);
        if (samples > MAX_PACKET_SAMPLES) {
            throw MediaFormatException.limit(
                    "Opus packet", "packet duration in samples", samples, MAX_PACKET_SAMPLES);
        }
        return samples;
    }

    @Override
    public int sampleRateHz() {
        return SAMPLE_RATE_HZ;
    }

    @Override
    public ChannelLayout layout() {
        return mappingFamily <= 1
                ? ChannelLayout.ofChannels(channels)
                : ChannelLayout.unknown(channels);
    }

    /// 0: [#packetSamples] tells it of each packet.
    @Override
    public int samplesPerFrame() {
        return 0;
    }

    /// `Opus`, as it is registered; browsers take `opus` as well.
    @Override
    public String codecString() {
        return "Opus";
    }

    @Override
    public String sampleEntry() {
        return "Opus";
    }

    private static OpusConfiguration fields(ByteBuffer bytes, String where)
            throws MediaFormatException {
        int channels = bytes.get() & 0xFF;
        int preSkip = bytes.getShort() & 0xFFFF;
        long rate = bytes.getInt() & 0xFFFF_FFFFL;
        int gain = bytes.getShort();
        int family = bytes.get() & 0xFF;
        if (channels == 0 || family == 0 && channels > 2 || family == 1 && channels > 8) {
            throw MediaFormatException.malformed(
                    where, channels + " channels in mapping family " + family);
        }
        if (family == PROJECTION) {
            throw MediaFormatException.unsupported(where, "mapping family 3 is not handled");
        }
        if (family == 0) {
            return new OpusConfiguration(
                    channels, preSkip, rate, gain, 0, 1, channels - 1, Octets.EMPTY);
        }
        require(bytes, 2 + channels, where);
        int streams = bytes.get() & 0xFF;
        int coupled = bytes.get() & 0xFF;
        var mapping = Octets.copyOf(bytes.slice(bytes.position(), channels));
        for (int i = 0; i < channels; i++) {
            if (mapping.at(i) >= streams + coupled && mapping.at(i) != SILENT) {
                throw MediaFormatException.malformed(
                        where, "channel " + i + " maps to " + mapping.at(i));
            }
        }
        if (streams == 0 || coupled > streams || streams + coupled > 255) {
            throw MediaFormatException.malformed(
                    where, streams + " streams, " + coupled + " of them coupled");
        }
        return new OpusConfiguration(
                channels, preSkip, rate, gain, family, streams, coupled, mapping);
    }

    @SuppressWarnings("ByteBufferBackingArray") // both callers allocate it whole
    private byte[] write(ByteBuffer out) {
        out.put((byte) channels).putShort((short) preSkipSamples).putInt((int) inputSampleRateHz);
        out.putShort((short) outputGainQ8).put((byte) mappingFamily);
        if (mappingFamily != 0) {
            out.put((byte) streams).put((byte) coupledStreams).put(mapping.buffer());
        }
        return out.array();
    }

    private int mappingBytes() {
        return mappingFamily == 0 ? 0 : 2 + channels;
    }

    private static int frameCount(ByteBuffer packet) throws MediaFormatException {
        if (packet.remaining() < 2) {
            throw MediaFormatException.malformed("Opus packet", "the frame count is cut off");
        }
        return packet.get(packet.position() + 1) & 0x3F;
    }

    /// Samples of one frame by the 32 configurations (RFC 6716, Table 2).
    private static int frameSamples(int configuration) {
        if (configuration < 12) {
            return new int[] {480, 960, 1920, 2880}[configuration & 3];
        }
        if (configuration < 16) {
            return new int[] {480, 960}[configuration & 1];
        }
        return 120 << (configuration & 3);
    }

    private static void require(ByteBuffer bytes, int length, String where)
            throws MediaFormatException {
        if (bytes.remaining() < length) {
            throw MediaFormatException.malformed(
                    where, bytes.remaining() + " bytes are left, " + length + " are needed");
        }
    }
}
