package dev.anabranch.bench.crowd;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a client says over RTMP, made without any code of the server that is measured.
final class RtmpWords {

    static final int HANDSHAKE_BYTES = 1536;
    static final int CHUNK_BYTES = 65_536;
    private static final int COMMAND = 20;
    private static final int SET_CHUNK_SIZE = 1;

    private RtmpWords() {}

    /// C0 and C1, all zero but the version: the simple handshake.
    static byte[] hello() {
        var hello = new byte[1 + HANDSHAKE_BYTES];
        hello[0] = 3;
        return hello;
    }

    /// Everything from the chunk size to `play`.
    static byte[] play(RtmpAddress address) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(connect(address));
        out.write(message(3, COMMAND, 0, 0, amf("createStream", 2.0, null)));
        out.write(message(8, COMMAND, 0, 1, amf("play", 3.0, null, address.stream(), -2000.0)));
        return out.toByteArray();
    }

    /// Everything from the chunk size to `publish`.
    static byte[] publish(RtmpAddress address) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(connect(address));
        out.write(message(3, COMMAND, 0, 0, amf("releaseStream", 2.0, null, address.stream())));
        out.write(message(3, COMMAND, 0, 0, amf("FCPublish", 3.0, null, address.stream())));
        out.write(message(3, COMMAND, 0, 0, amf("createStream", 4.0, null)));
        out.write(message(8, COMMAND, 0, 1, amf("publish", 5.0, null, address.stream(), "live")));
        return out.toByteArray();
    }

    private static byte[] connect(RtmpAddress address) throws IOException {
        var out = new ByteArrayOutputStream();
        var size = ByteBuffer.allocate(4).putInt(CHUNK_BYTES).array();
        out.write(message(2, SET_CHUNK_SIZE, 0, 0, size));
        var body = new ByteArrayOutputStream();
        body.write(amf("connect", 1.0));
        body.write(3);
        property(body, "app", address.app());
        property(body, "flashVer", "LNX 9,0,124,2");
        property(body, "tcUrl", address.applicationUrl());
        body.write(new byte[] {0, 0, 9});
        out.write(message(3, COMMAND, 0, 0, body.toByteArray()));
        return out.toByteArray();
    }

    private static void property(ByteArrayOutputStream out, String name, String value)
            throws IOException {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.write(bytes);
        out.write(amf(value));
    }

    /// One message in chunks of [#CHUNK_BYTES], the first with a full header.
    static byte[] message(int chunkStream, int type, int millis, int streamId, byte[] body) {
        int more = Math.max(0, (body.length - 1) / CHUNK_BYTES);
        var out = ByteBuffer.allocate(12 + body.length + more);
        out.put((byte) chunkStream).putInt(millis << 8 | body.length >>> 16);
        out.putShort((short) body.length).put((byte) type).putInt(Integer.reverseBytes(streamId));
        for (int at = 0; at < body.length; at += CHUNK_BYTES) {
            if (at > 0) {
                out.put((byte) (0xC0 | chunkStream));
            }
            out.put(body, at, Math.min(CHUNK_BYTES, body.length - at));
        }
        return out.array();
    }

    private static byte[] amf(@Nullable Object... values) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (var value : values) {
            switch (value) {
                case Double number -> {
                    out.writeByte(0);
                    out.writeDouble(number);
                }
                case String text -> {
                    out.writeByte(2);
                    out.writeUTF(text);
                }
                case null -> out.writeByte(5);
                default -> throw new IllegalArgumentException(value.toString());
            }
        }
        return bytes.toByteArray();
    }
}
