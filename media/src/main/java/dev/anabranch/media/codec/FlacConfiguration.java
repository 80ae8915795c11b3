package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.BoxReader;
import java.nio.ByteBuffer;

/// FLAC, as the box `dfLa` tells it (Encapsulation of FLAC in ISOBMFF, 3.3.2) with its STREAMINFO
/// (RFC 9639, 8.2).
///
/// @param minimumBlockSamples samples a channel of the shortest block but the last
/// @param maximumBlockSamples of the longest
/// @param sampleRateHz 1 to 655350
/// @param channels 1 to 8
/// @param bitsPerSample 4 to 32
/// @param totalSamples samples a channel of the whole stream, 0 when unknown
/// @param metadata the metadata blocks as they are in the box, STREAMINFO first
public record FlacConfiguration(
        int minimumBlockSamples,
        int maximumBlockSamples,
        int sampleRateHz,
        int channels,
        int bitsPerSample,
        long totalSamples,
        Octets metadata)
        implements AudioConfiguration {

    /// Bytes of all metadata blocks: a seek table or comments, no pictures.
    public static final int MAX_METADATA_BYTES = 1 << 16;

    private static final int STREAMINFO_BYTES = 34;

    /// Reads the payload of the box `dfLa`, its version and flags included.
    public static FlacConfiguration parse(ByteBuffer record) throws MediaFormatException {
        var in = new BoxReader(record, "dfLa", 0);
        int version = in.u8();
        if (version != 0) {
            throw MediaFormatException.unsupported(in.where(), "version " + version + " is not 0");
        }
        in.skip(3);
        return ofMetadata(in.rest());
    }

    /// The configuration of metadata blocks, STREAMINFO first: what a FLAC file has after its magic
    /// `fLaC`, and Matroska in its private part.
    public static FlacConfiguration ofMetadata(ByteBuffer blocks) throws MediaFormatException {
        if (blocks.remaining() > MAX_METADATA_BYTES) {
            throw MediaFormatException.limit(
                    "FLAC", "size of metadata blocks", blocks.remaining(), MAX_METADATA_BYTES);
        }
        var in = new BitReader(blocks, "FLAC STREAMINFO");
        in.skip(1);
        int type = in.bits(7);
        int length = in.bits(24);
        if (type != 0 || length != STREAMINFO_BYTES) {
            throw in.malformed(
                    "the first block has type "
                            + type
                            + " and "
                            + length
                            + " bytes and is not STREAMINFO");
        }
        int minimum = in.bits(16);
        int maximum = in.bits(16);
        in.skip(48);
        int rate = in.bits(20);
        int channels = 1 + in.bits(3);
        int bits = 1 + in.bits(5);
        long samples = in.longBits(36);
        in.skip(128);
        if (rate == 0 || maximum == 0) {
            throw in.malformed("sample rate " + rate + ", block size " + maximum);
        }
        var metadata = Octets.copyOf(blocks);
        return new FlacConfiguration(minimum, maximum, rate, channels, bits, samples, metadata);
    }

    /// The payload of `dfLa`.
    public byte[] toBytes() {
        return ByteBuffer.allocate(4 + metadata.size()).putInt(0).put(metadata.buffer()).array();
    }

    @Override
    public ChannelLayout layout() {
        return ChannelLayout.ofChannels(channels);
    }

    @Override
    public int samplesPerFrame() {
        return minimumBlockSamples == maximumBlockSamples ? maximumBlockSamples : 0;
    }

    /// `fLaC`, as it is registered; browsers take `flac` as well.
    @Override
    public String codecString() {
        return "fLaC";
    }

    @Override
    public String sampleEntry() {
        return "fLaC";
    }
}
