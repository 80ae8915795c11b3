package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Gathers a message that is not media: it grows with what comes, not with what was announced.
final class ControlBody implements MessageBody {

    /// Who wants the whole message.
    interface Receiver {
        void message(Message message, ByteBuffer body) throws MediaFormatException;
    }

    private static final int FIRST_BYTES = 512;

    private final Message message;
    private final Receiver receiver;
    private byte[] bytes;
    private int size;

    ControlBody(Message message, Receiver receiver) {
        this.message = message;
        this.receiver = receiver;
        bytes = new byte[Math.min(message.sizeBytes(), FIRST_BYTES)];
    }

    @Override
    public void take(ByteBuf in, int count) {
        if (size + count > bytes.length) {
            int doubled = Math.max(size + count, 2 * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.min(message.sizeBytes(), doubled));
        }
        in.readBytes(bytes, size, count);
        size += count;
    }

    @Override
    public void end() throws MediaFormatException {
        receiver.message(message, ByteBuffer.wrap(bytes, 0, size));
    }

    @Override
    public void abort() {}
}
