package dev.anabranch.protocol.rtmp;

import java.nio.ByteBuffer;

/// Bodies of protocol control messages (RTMP 1.0, 5.4) and user control messages (7.1.7).
final class Control {

    static final int STREAM_BEGIN = 0;
    static final int STREAM_EOF = 1;
    static final int PING_REQUEST = 6;
    static final int PING_RESPONSE = 7;

    /// The limit type of set peer bandwidth that servers use.
    static final int DYNAMIC = 2;

    private Control() {}

    /// The body of set chunk size, acknowledgement and window acknowledgement size.
    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static byte[] peerBandwidth(int bytes) {
        return ByteBuffer.allocate(5).putInt(bytes).put((byte) DYNAMIC).array();
    }

    static byte[] user(int event, int value) {
        return ByteBuffer.allocate(6).putShort((short) event).putInt(value).array();
    }
}
