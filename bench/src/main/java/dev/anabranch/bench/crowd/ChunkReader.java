package dev.anabranch.bench.crowd;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// Puts the messages of one RTMP connection together, for the players that are looked at closely.
final class ChunkReader {

    private static final int SET_CHUNK_SIZE = 1;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};

    /// Hears of each message; `body` is valid during the call.
    interface Listener {
        void message(int type, byte[] body, int sizeBytes);
    }

    private static final class Stream {
        private int sizeBytes;
        private int type;
        private boolean isExtended;
        private byte[] body = new byte[4096];
        private int filled;
    }

    private final Listener listener;
    private final Map<Integer, Stream> streams = new HashMap<>();
    private ByteBuffer pending = ByteBuffer.allocate(1 << 16);
    private int chunkBytes = 128;

    ChunkReader(Listener listener) {
        this.listener = listener;
    }

    void read(ByteBuffer bytes) {
        if (pending.remaining() < bytes.remaining()) {
            var larger = ByteBuffer.allocate(2 * (pending.capacity() + bytes.remaining()));
            pending = larger.put(pending.flip());
        }
        pending.put(bytes).flip();
        while (chunk()) {
            continue;
        }
        pending.compact();
    }

    /// Takes one whole chunk, if there is one.
    private boolean chunk() {
        int start = pending.position();
        if (pending.remaining() < 1) {
            return false;
        }
        int first = pending.get() & 0xFF;
        int basic = (first & 63) == 0 ? 1 : (first & 63) == 1 ? 2 : 0;
        int format = first >> 6;
        if (pending.remaining() < basic + HEADER_BYTES[format]) {
            pending.position(start);
            return false;
        }
        int id = first & 63;
        for (int i = 0; i < basic; i++) {
            id = 64 + (pending.get() & 0xFF);
        }
        var stream = streams.computeIfAbsent(id, _ -> new Stream());
        if (!header(stream, format)) {
            pending.position(start);
            return false;
        }
        int take = Math.min(chunkBytes, stream.sizeBytes - stream.filled);
        if (pending.remaining() < take) {
            pending.position(start);
            return false;
        }
        if (stream.body.length < stream.sizeBytes) {
            stream.body = java.util.Arrays.copyOf(stream.body, stream.sizeBytes);
        }
        pending.get(stream.body, stream.filled, take);
        stream.filled += take;
        if (stream.filled == stream.sizeBytes) {
            stream.filled = 0;
            complete(stream);
        }
        return true;
    }

    /// `false` when an extended timestamp is not there yet.
    private boolean header(Stream stream, int format) {
        if (format < 3) {
            int time = (pending.get() & 0xFF) << 16 | (pending.getShort() & 0xFFFF);
            stream.isExtended = time == 0xFF_FFFF;
        }
        if (format < 2) {
            stream.sizeBytes = (pending.get() & 0xFF) << 16 | (pending.getShort() & 0xFFFF);
            stream.type = pending.get();
        }
        if (format == 0) {
            pending.getInt();
        }
        if (!stream.isExtended) {
            return true;
        }
        if (pending.remaining() < 4) {
            return false;
        }
        pending.getInt();
        return true;
    }

    private void complete(Stream stream) {
        if (stream.type == SET_CHUNK_SIZE) {
            chunkBytes = ByteBuffer.wrap(stream.body).getInt();
        } else {
            listener.message(stream.type, stream.body, stream.sizeBytes);
        }
    }
}
