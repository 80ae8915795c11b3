package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.Octets;
import dev.anabranch.media.codec.OpusConfiguration;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Opus as ETSI TS 103 491 and FFmpeg carry it: before each packet a control header
///
/// ```
/// prefix(11)=0x3FF start_trim(1) end_trim(1) extension(1) reserved(2)  size: 255...255 rest
/// [start_trim(16)] [end_trim(16)] [extension_length(8) extension]
/// ```
///
/// Owned by one thread.
final class OpusReader implements ElementaryReader {

    private static final int EXTENSION_DESCRIPTOR = 0x7F;
    private static final int OPUS_EXTENSION = 0x80;
    private static final int TRIMS_START = 0x10;
    private static final int TRIMS_END = 0x08;
    private static final int EXTENDS = 0x04;

    /// Streams, coupled streams and mapping of 3 to 8 channels (RFC 7845, 5.1.1.2).
    private static final byte[][] SURROUND = {
        {2, 1, 0, 2, 1},
        {2, 2, 0, 1, 2, 3},
        {3, 2, 0, 4, 1, 2, 3},
        {4, 2, 0, 4, 1, 2, 3, 5},
        {4, 3, 0, 4, 1, 2, 3, 5, 6},
        {5, 3, 0, 6, 1, 2, 3, 4, 5, 7},
    };

    private final TrackOutput output;
    private long damaged;

    OpusReader(TrackOutput output) {
        this.output = output;
    }

    /// What the descriptors of the stream say; empty when it is a layout we do not know.
    static Optional<OpusConfiguration> configuration(List<Descriptor> descriptors) {
        for (var descriptor : descriptors) {
            var content = descriptor.content();
            if (descriptor.tag() == EXTENSION_DESCRIPTOR
                    && content.length >= 2
                    && (content[0] & 0xFF) == OPUS_EXTENSION) {
                return ofChannels(content[1] & 0xFF);
            }
        }
        return Optional.empty();
    }

    private static Optional<OpusConfiguration> ofChannels(int channels) {
        if (channels == 1 || channels == 2) {
            return Optional.of(OpusConfiguration.of(channels, 0));
        }
        if (channels < 3 || channels > 8) {
            return Optional.empty();
        }
        var row = SURROUND[channels - 3];
        var mapping = Octets.of(Arrays.copyOfRange(row, 2, row.length));
        return Optional.of(
                new OpusConfiguration(
                        channels,
                        0,
                        OpusConfiguration.SAMPLE_RATE_HZ,
                        0,
                        1,
                        row[0],
                        row[1],
                        mapping));
    }

    @Override
    public void packet(PesPacket packet) {
        var bytes = ByteBuffer.wrap(packet.bytes(), packet.from(), packet.size());
        long samples = 0;
        while (packet.hasTimes() && bytes.remaining() > 2) {
            var payload = payload(bytes);
            if (payload.length == 0) {
                damaged++;
                return;
            }
            long count = samples(payload);
            long pts = packet.pts() + samples * 15 / 8;
            samples += count;
            long duration = packet.pts() + samples * 15 / 8 - pts;
            output.frame(new TrackOutput.Times(pts, pts, duration), true, payload);
        }
    }

    /// The next packet; empty when the control header is broken.
    private static byte[] payload(ByteBuffer bytes) {
        int control = bytes.getShort() & 0xFFFF;
        int size = 0;
        int part = 255;
        while (part == 255 && bytes.hasRemaining()) {
            part = bytes.get() & 0xFF;
            size += part;
        }
        int skip = ((control & TRIMS_START) != 0 ? 2 : 0) + ((control & TRIMS_END) != 0 ? 2 : 0);
        if ((control & EXTENDS) != 0 && bytes.remaining() > skip) {
            skip += 1 + (bytes.get(bytes.position() + skip) & 0xFF);
        }
        if (control >> 5 != 0x3FF || bytes.remaining() < skip + size) {
            return new byte[0];
        }
        bytes.position(bytes.position() + skip);
        var payload = new byte[size];
        bytes.get(payload);
        return payload;
    }

    private int samples(byte[] payload) {
        try {
            return OpusConfiguration.packetSamples(ByteBuffer.wrap(payload));
        } catch (MediaFormatException broken) {
            damaged++;
            return 0;
        }
    }

    @Override
    public void lose() {}

    @Override
    public void end() {}

    @Override
    public long damaged() {
        return damaged;
    }
}
