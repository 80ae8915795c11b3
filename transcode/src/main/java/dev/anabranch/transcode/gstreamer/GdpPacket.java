package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.MediaFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One packet of the GStreamer Data Protocol, version 1.0: how GStreamer writes what goes through a
/// pipeline, with times in nanoseconds, so that nothing is rounded and nothing is shifted.
///
/// ```
/// major(8) minor(8) flags(8) padding(8) type(16) length(32)
/// pts(64) duration(64) offset(64) offset_end(64) buffer_flags(16) dts(64) abi(48) crc(16) crc(16)
/// payload
/// ```
///
/// @param type [#BUFFER], [#CAPS], or 64 more than that of an event
/// @param ptsNanos [#NONE] when there is none
/// @param dtsNanos likewise
/// @param durationNanos likewise
/// @param isDelta a picture that others are needed for
record GdpPacket(
        int type,
        long ptsNanos,
        long dtsNanos,
        long durationNanos,
        boolean isDelta,
        byte[] payload) {

    static final int HEADER_BYTES = 62;
    static final int BUFFER = 1;
    static final int CAPS = 2;

    /// GST_EVENT_SEGMENT of `gstevent.h`.
    static final int SEGMENT = 64 + (70 << 8 | 14);

    /// GST_CLOCK_TIME_NONE.
    static final long NONE = -1;

    /// A picture of 8K with a lossless codec fits.
    static final int MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;

    private static final int DELTA_UNIT = 1 << 13;

    /// The next one; empty at the end.
    ///
    /// @throws EOFException when the stream breaks off within it
    /// @throws MediaFormatException when it is none of this kind
    static Optional<GdpPacket> read(InputStream in) throws IOException, MediaFormatException {
        var bytes = in.readNBytes(HEADER_BYTES);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        var header = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES) {
            throw cutShort();
        }
        if (header.get(0) != 1) {
            throw MediaFormatException.unsupported("GDP header", "version " + header.get(0));
        }
        long size = header.getInt(6) & 0xFFFF_FFFFL;
        if (size > MAX_PAYLOAD_BYTES) {
            throw MediaFormatException.limit(
                    "GDP header", "the size of a packet", size, MAX_PAYLOAD_BYTES);
        }
        // Reads piece by piece: what a header says alone allocates nothing.
        var payload = in.readNBytes((int) size);
        if (payload.length < size) {
            throw cutShort();
        }
        return Optional.of(
                new GdpPacket(
                        header.getShort(4) & 0xFFFF,
                        header.getLong(10),
                        header.getLong(44),
                        header.getLong(18),
                        (header.getShort(42) & DELTA_UNIT) != 0,
                        payload));
    }

    private static EOFException cutShort() {
        return new EOFException("the encoder's output breaks off within a packet");
    }
}
