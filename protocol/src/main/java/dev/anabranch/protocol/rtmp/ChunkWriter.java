package dev.anabranch.protocol.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Writes messages as chunks: a first one of type 0, which depends on nothing before it, and chunks
/// of type 3.
///
/// @param chunkBytes as announced to the peer
record ChunkWriter(int chunkBytes) {

    /// What we announce: audio and most pictures fit in one chunk, and a chunk leaves in one piece.
    static final int CHUNK_BYTES = 60_000;

    private static final ValueLayout.OfInt BIG_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt LITTLE_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER_BYTES = 12;
    private static final int EXTENDED = 0xFF_FFFF;
    private static final byte[] NO_BYTES = {};

    /// Bytes of `message` on the wire.
    int sizeOf(Message message) {
        int extension = isExtended(message) ? 4 : 0;
        int further = Math.max(0, (message.sizeBytes() - 1) / chunkBytes);
        return HEADER_BYTES + extension + message.sizeBytes() + further * (1 + extension);
    }

    /// Writes `message` to the start of `target`, which has [#sizeOf] bytes.
    ///
    /// @param head the body's first bytes, `headBytes` of them
    /// @param payload the rest of the body
    void write(
            Message message,
            byte[] head,
            int headBytes,
            MemorySegment payload,
            MemorySegment target) {
        int size = headBytes + (int) payload.byteSize();
        if (size != message.sizeBytes()) {
            throw new IllegalArgumentException("size=" + size + " message=" + message);
        }
        int at = header(message, target);
        int taken = 0;
        while (true) {
            int end = Math.min(size, taken + chunkBytes);
            if (taken < headBytes) {
                int part = Math.min(headBytes, end) - taken;
                MemorySegment.copy(head, taken, target, ValueLayout.JAVA_BYTE, at, part);
                at += part;
                taken += part;
            }
            if (taken < end) {
                MemorySegment.copy(payload, taken - headBytes, target, at, end - taken);
                at += end - taken;
                taken = end;
            }
            if (taken == size) {
                return;
            }
            at = continuation(message, target, at);
        }
    }

    /// A message in a buffer of its own, to be released by who sends it.
    ByteBuf write(Message message, byte[] body, ByteBufAllocator allocator) {
        int size = sizeOf(message);
        var buffer = allocator.directBuffer(size, size);
        var target = MemorySegment.ofBuffer(buffer.nioBuffer(0, size));
        write(message, body, body.length, MemorySegment.ofArray(NO_BYTES), target);
        return buffer.writerIndex(size);
    }

    private static int header(Message message, MemorySegment target) {
        boolean isExtended = isExtended(message);
        int time = isExtended ? EXTENDED : (int) message.timestamp();
        target.set(ValueLayout.JAVA_BYTE, 0, (byte) chunkStreamId(message.type()));
        target.set(BIG_INT, 1, time << 8);
        target.set(BIG_INT, 4, message.sizeBytes() << 8 | message.type());
        target.set(LITTLE_INT, 8, message.streamId());
        if (isExtended) {
            target.set(BIG_INT, HEADER_BYTES, (int) message.timestamp());
        }
        return isExtended ? HEADER_BYTES + 4 : HEADER_BYTES;
    }

    private static int continuation(Message message, MemorySegment target, int at) {
        target.set(ValueLayout.JAVA_BYTE, at, (byte) (0xC0 | chunkStreamId(message.type())));
        if (!isExtended(message)) {
            return at + 1;
        }
        target.set(BIG_INT, at + 1, (int) message.timestamp());
        return at + 5;
    }

    private static boolean isExtended(Message message) {
        return message.timestamp() >= EXTENDED;
    }

    /// One for each kind, as servers do it; control messages must have 2 (5.4).
    private static int chunkStreamId(int type) {
        return switch (type) {
            case MessageType.AUDIO -> 4;
            case MessageType.VIDEO -> 6;
            case MessageType.DATA_AMF0, MessageType.DATA_AMF3 -> 5;
            case MessageType.COMMAND_AMF0, MessageType.COMMAND_AMF3 -> 3;
            default -> 2;
        };
    }
}
