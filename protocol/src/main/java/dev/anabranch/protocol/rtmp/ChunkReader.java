package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes chunks apart (RTMP 1.0, 5.3) without gathering them: headers are read where they lie, and
/// message bytes go from the socket's buffer to their [MessageBody] at once.
///
/// ```
/// fmt(2) csid(6) [csid 1 or 2 bytes more]
/// fmt 0: timestamp(24) size(24) type(8) stream(32, little-endian)
/// fmt 1: delta(24) size(24) type(8)      fmt 2: delta(24)      fmt 3: nothing
/// [extended timestamp(32) when the 24 bits are all ones]
/// ```
///
/// Belongs to its connection's event loop.
final class ChunkReader {

    /// Says where a message goes, before its first byte is taken.
    interface Receiver {
        MessageBody begin(Message message) throws MediaFormatException;
    }

    /// Encoders use four; a peer that opens more than this is up to something.
    static final int MAX_CHUNK_STREAMS = 64;

    static final int DEFAULT_CHUNK_BYTES = 128;

    private static final int MAX_HEADER_BYTES = 3 + 11 + 4;
    private static final long EXTENDED = 0xFF_FFFF;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};

    private final Receiver receiver;
    private final int maxMessageBytes;
    private final int maxOpenBytes;
    private final Map<Integer, ChunkStream> streams = new HashMap<>();

    /// The beginning of a header whose end has not come yet.
    private final ByteBuf partial = Unpooled.buffer(MAX_HEADER_BYTES, MAX_HEADER_BYTES);

    private int chunkBytes = DEFAULT_CHUNK_BYTES;
    private @Nullable ChunkStream current;
    private int chunkRest;
    private long openBytes;

    /// @param maxMessageBytes larger messages are refused
    ChunkReader(Receiver receiver, int maxMessageBytes) {
        this.receiver = receiver;
        this.maxMessageBytes = maxMessageBytes;
        this.maxOpenBytes = 2 * maxMessageBytes;
    }

    /// The size of the chunks that follow (5.4.1); the caller has checked it.
    void chunkBytes(int size) {
        chunkBytes = size;
    }

    /// Drops the message that is under way in a chunk stream (5.4.2).
    void abort(int chunkStreamId) {
        var stream = streams.get(chunkStreamId);
        if (stream != null) {
            drop(stream);
        }
    }

    /// Takes all of `in`.
    void read(ByteBuf in) throws MediaFormatException {
        while (in.isReadable()) {
            if (current == null) {
                header(in);
            } else {
                payload(in, current);
            }
        }
    }

    /// Lets go of all messages under way.
    void close() {
        Collection<ChunkStream> all = streams.values();
        all.forEach(this::drop);
    }

    private void drop(ChunkStream stream) {
        var body = stream.body;
        if (body != null) {
            stream.body = null;
            openBytes -= stream.sizeBytes;
            body.abort();
        }
    }

    private void payload(ByteBuf in, ChunkStream stream) throws MediaFormatException {
        int bytes = Math.min(chunkRest, in.readableBytes());
        var body = stream.body;
        if (body == null) {
            // Only a message could abort it, and chunks do not nest.
            throw new IllegalStateException("chunk without a message");
        }
        if (bytes > 0) {
            body.take(in, bytes);
        }
        stream.received += bytes;
        chunkRest -= bytes;
        if (chunkRest > 0) {
            return;
        }
        current = null;
        if (stream.received == stream.sizeBytes) {
            stream.body = null;
            openBytes -= stream.sizeBytes;
            body.end();
        }
    }

    /// Reads a header from `in`, or from what came before and `in`; takes all of `in` when it is
    /// not complete.
    private void header(ByteBuf in) throws MediaFormatException {
        if (!partial.isReadable()) {
            if (!parse(in)) {
                partial.clear().writeBytes(in);
            }
            return;
        }
        int before = partial.readableBytes();
        int more = Math.min(MAX_HEADER_BYTES - before, in.readableBytes());
        partial.writeBytes(in, in.readerIndex(), more);
        if (!parse(partial)) {
            in.skipBytes(more);
            return;
        }
        int used = partial.readerIndex();
        if (used >= before) {
            in.skipBytes(used - before);
            partial.clear();
            return;
        }
        // An extended timestamp was waited for that was none: these bytes are media.
        partial.writerIndex(before);
        var stream = current;
        if (stream != null) {
            payload(partial, stream);
        }
        partial.discardReadBytes();
    }

    /// Reads one header and begins or goes on with its message; leaves `in` where it is when the
    /// header is not complete.
    private boolean parse(ByteBuf in) throws MediaFormatException {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        int first = in.getUnsignedByte(start);
        int format = first >> 6;
        int basic = basicHeaderBytes(first & 0x3F);
        int size = basic + HEADER_BYTES[format];
        if (readable < size) {
            return false;
        }
        int id = id(in, start, basic);
        var stream = stream(id, format);
        boolean isNext = format == 3;
        long field = isNext ? 0 : in.getUnsignedMedium(start + basic);
        if (isNext ? stream.isExtended : field == EXTENDED) {
            if (readable < size + 4) {
                return false;
            }
            field = in.getUnsignedInt(start + size);
            size = isNext && !repeats(stream, field) ? size : size + 4;
        }
        boolean isExtended =
                isNext ? stream.isExtended : in.getUnsignedMedium(start + basic) == EXTENDED;
        if (stream.body == null) {
            fields(stream, in, start + basic, format, field);
            stream.isExtended = isExtended;
            begin(stream);
        } else if (!isNext) {
            throw MediaFormatException.malformed(
                    "chunk stream " + id, "a header of type " + format + " inside a message");
        }
        in.skipBytes(size);
        current = stream;
        chunkRest = Math.min(chunkBytes, stream.sizeBytes - stream.received);
        if (chunkRest == 0) {
            payload(in, stream);
        }
        return true;
    }

    private static int basicHeaderBytes(int marker) {
        return marker == 0 ? 2 : marker == 1 ? 3 : 1;
    }

    private static int id(ByteBuf in, int start, int basicHeaderBytes) {
        return switch (basicHeaderBytes) {
            case 2 -> 64 + in.getUnsignedByte(start + 1);
            case 3 -> 64 + in.getUnsignedShortLE(start + 1);
            default -> in.getUnsignedByte(start) & 0x3F;
        };
    }

    /// Some encoders leave the extended timestamp out of chunks of type 3; then these four bytes
    /// are media already.
    private static boolean repeats(ChunkStream stream, long field) {
        return field == stream.delta || field == stream.timestamp;
    }

    private ChunkStream stream(int id, int format) throws MediaFormatException {
        var known = streams.get(id);
        if (known != null) {
            return known;
        }
        // librtmp begins a chunk stream with type 1 and means a timestamp of 0 before it.
        if (format > 1) {
            throw MediaFormatException.malformed(
                    "chunk stream " + id, "begins with a header of type " + format);
        }
        if (streams.size() >= MAX_CHUNK_STREAMS) {
            throw MediaFormatException.limit(
                    "", "number of chunk streams", streams.size() + 1L, MAX_CHUNK_STREAMS);
        }
        var stream = new ChunkStream(id);
        streams.put(id, stream);
        return stream;
    }

    private static void fields(ChunkStream stream, ByteBuf in, int at, int format, long field) {
        if (format <= 1) {
            stream.sizeBytes = in.getUnsignedMedium(at + 3);
            stream.type = in.getUnsignedByte(at + 6);
        }
        if (format == 0) {
            stream.streamId = in.getIntLE(at + 7);
        }
        if (format < 3) {
            stream.delta = field;
        }
        stream.timestamp = format == 0 ? field : stream.timestamp + stream.delta & 0xFFFF_FFFFL;
    }

    private void begin(ChunkStream stream) throws MediaFormatException {
        String where = "chunk stream " + stream.id;
        if (stream.sizeBytes > maxMessageBytes) {
            throw MediaFormatException.limit(
                    where, "message size", stream.sizeBytes, maxMessageBytes);
        }
        if (openBytes + stream.sizeBytes > maxOpenBytes) {
            throw MediaFormatException.limit(
                    where,
                    "bytes of unfinished messages",
                    openBytes + stream.sizeBytes,
                    maxOpenBytes);
        }
        openBytes += stream.sizeBytes;
        stream.received = 0;
        stream.body = receiver.begin(stream.message());
    }
}
