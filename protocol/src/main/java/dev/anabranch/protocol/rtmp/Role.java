package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// What a [Connection] is used for. Called on its event loop only.
interface Role {

    /// The handshake is done.
    void opened();

    /// Where a message of audio, video or several of them goes.
    MessageBody media(Message message) throws MediaFormatException;

    void command(Message message, Command command) throws MediaFormatException;

    /// Metadata: AMF, without the byte that marks AMF 3.
    void metadata(Message message, ByteBuffer body) throws MediaFormatException;

    /// Bytes came, `total` of them so far.
    void received(long total) throws MediaFormatException;

    /// The socket takes bytes again.
    void writable();

    /// The connection is gone; nothing else is called after this.
    void closed(CloseReason reason, String detail);
}
