package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Claim;
import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// An audio or video message on its way from the socket's buffer into the stream's log.
final class MediaBody implements MessageBody {

    private final Depacketizer depacketizer;
    private final Message message;
    private final Claim claim;
    private final ByteBuffer target;

    MediaBody(Depacketizer depacketizer, Message message, Claim claim) {
        this.depacketizer = depacketizer;
        this.message = message;
        this.claim = claim;
        target = claim.bytes().asByteBuffer();
    }

    @Override
    public void take(ByteBuf in, int bytes) {
        target.limit(target.position() + bytes);
        in.readBytes(target);
    }

    @Override
    public void end() throws MediaFormatException {
        try (claim) {
            depacketizer.message(message, claim, target.flip());
        }
    }

    @Override
    public void abort() {
        claim.close();
    }
}
