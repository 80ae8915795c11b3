package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.ByteBuf;

/// Takes the bytes of one message as its chunks arrive.
interface MessageBody {

    /// Takes the next `bytes` bytes of `in`; all calls together never give more than the message's
    /// size.
    void take(ByteBuf in, int bytes);

    /// The message is complete.
    void end() throws MediaFormatException;

    /// The rest will not come.
    void abort();

    /// Takes messages nobody wants.
    MessageBody IGNORED =
            new MessageBody() {
                @Override
                public void take(ByteBuf in, int bytes) {
                    in.skipBytes(bytes);
                }

                @Override
                public void end() {}

                @Override
                public void abort() {}
            };
}
