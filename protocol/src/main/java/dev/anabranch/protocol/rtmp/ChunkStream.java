package dev.anabranch.protocol.rtmp;

import org.jspecify.annotations.Nullable;

/// What later chunks of one chunk stream leave out, and the message that is under way in it.
final class ChunkStream {

    final int id;
    long timestamp;

    /// What a chunk of type 3 that begins a message adds; after type 0 the timestamp itself
    /// (5.3.1.2.4).
    long delta;

    int sizeBytes;
    int type;
    int streamId;

    /// Whether the last header had its timestamp in the extended field: type 3 repeats it.
    boolean isExtended;

    @Nullable MessageBody body;
    int received;

    ChunkStream(int id) {
        this.id = id;
    }

    Message message() {
        return new Message(type, timestamp, sizeBytes, streamId);
    }
}
