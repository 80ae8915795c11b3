package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client that does what it is told, on a plain socket, with a chunk reader of its own.
final class ScriptedClient implements AutoCloseable {

    record Received(int type, long timestamp, int streamId, byte[] body) {

        @Nullable Command command() throws MediaFormatException {
            return type == MessageType.COMMAND_AMF0
                    ? Command.parse(type, ByteBuffer.wrap(body))
                    : null;
        }

        boolean isFrame() {
            return new FlvFile.Tag(type, timestamp, body).isFrame();
        }
    }

    private static final class Stream {
        long timestamp;
        int size;
        int type;
        int streamId;
        boolean isExtended;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
    }

    final Socket socket;
    final DataInputStream in;
    final OutputStream out;
    private final Map<Integer, Stream> streams = new HashMap<>();
    private int chunkBytes = 128;
    private ChunkWriter writer = new ChunkWriter(128);

    ScriptedClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    ScriptedClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /// The simple handshake.
    ScriptedClient handshake() throws IOException {
        var hello = new byte[1537];
        hello[0] = 3;
        out.write(hello);
        in.readNBytes(1 + 1536 + 1536);
        out.write(new byte[1536]);
        return this;
    }

    ScriptedClient connect(String app) throws IOException {
        var object = new AmfValue.Obj(Map.of("app", new AmfValue.Text(app)), false);
        send(0, new Command("connect", 1, object, List.of()));
        return this;
    }

    /// Handshake, connect, publish; returns when it may.
    ScriptedClient publish(String name) throws IOException, MediaFormatException {
        handshake().connect("live");
        send(0, new Command("createStream", 2, AmfValue.Null.VALUE, List.of()));
        send(1, new Command("publish", 3, AmfValue.Null.VALUE, List.of(new AmfValue.Text(name))));
        expectStatus("NetStream.Publish.Start");
        return this;
    }

    ScriptedClient play(String name) throws IOException, MediaFormatException {
        handshake().connect("live");
        send(0, new Command("createStream", 2, AmfValue.Null.VALUE, List.of()));
        send(1, new Command("play", 0, AmfValue.Null.VALUE, List.of(new AmfValue.Text(name))));
        expectStatus("NetStream.Play.Start");
        return this;
    }

    void expectStatus(String code) throws IOException, MediaFormatException {
        while (true) {
            var command = read().command();
            if (command != null
                    && command.name().equals("onStatus")
                    && command.argument(0).member("code").text().orElse("").equals(code)) {
                return;
            }
        }
    }

    void send(int streamId, Command command) throws IOException {
        send(MessageType.COMMAND_AMF0, 0, streamId, command.toBytes());
    }

    void send(FlvFile.Tag tag) throws IOException {
        send(tag.type(), tag.timestamp(), 1, tag.body());
    }

    void send(int type, long timestamp, int streamId, byte[] body) throws IOException {
        var message = new Message(type, timestamp, body.length, streamId);
        var bytes = new byte[writer.sizeOf(message)];
        writer.write(
                message,
                body,
                body.length,
                java.lang.foreign.MemorySegment.ofArray(new byte[0]),
                java.lang.foreign.MemorySegment.ofArray(bytes));
        out.write(bytes);
    }

    /// Announces chunks of that size and uses them.
    void chunks(int bytes) throws IOException {
        send(MessageType.SET_CHUNK_SIZE, 0, 0, Control.number(bytes));
        writer = new ChunkWriter(bytes);
    }

    /// The next message; chunk sizes are obeyed on the way.
    Received read() throws IOException {
        while (true) {
            var message = chunk();
            if (message == null) {
                continue;
            }
            if (message.type() == MessageType.SET_CHUNK_SIZE) {
                chunkBytes = ByteBuffer.wrap(message.body()).getInt();
            }
            return message;
        }
    }

    /// Whether the server closes the connection, whatever it sends before.
    boolean isClosedByServer() throws IOException {
        try {
            while (in.read() >= 0) {}
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private @Nullable Received chunk() throws IOException {
        int first = in.readUnsignedByte();
        var stream = streams.computeIfAbsent(first & 0x3F, _ -> new Stream());
        int format = first >> 6;
        if (format == 0) {
            stream.timestamp = medium();
            stream.size = medium();
            stream.type = in.readUnsignedByte();
            stream.streamId = Integer.reverseBytes(in.readInt());
            stream.isExtended = stream.timestamp == 0xFF_FFFF;
        } else if (format != 3) {
            throw new IOException("our server sends types 0 and 3 only, not " + format);
        }
        if (stream.isExtended) {
            stream.timestamp = in.readInt() & 0xFFFF_FFFFL;
        }
        int part = Math.min(chunkBytes, stream.size - stream.body.size());
        var bytes = in.readNBytes(part);
        if (bytes.length < part) {
            throw new EOFException();
        }
        stream.body.writeBytes(bytes);
        if (stream.body.size() < stream.size) {
            return null;
        }
        var whole = stream.body.toByteArray();
        stream.body.reset();
        return new Received(stream.type, stream.timestamp, stream.streamId, whole);
    }

    private int medium() throws IOException {
        return in.readUnsignedShort() << 8 | in.readUnsignedByte();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
