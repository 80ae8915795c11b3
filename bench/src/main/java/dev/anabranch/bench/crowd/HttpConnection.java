package dev.anabranch.bench.crowd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/// A kept HTTP/1.1 connection with one request under way at a time, on the crowd's thread.
final class HttpConnection {

    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    /// Hears of each answer.
    interface Listener {
        /// @param answer whose last byte was read in this turn
        void answered(HttpConnection connection, Answer answer);
    }

    /// A whole answer.
    ///
    /// @param body from the beginning of the array; not to be kept
    /// @param readNanos when its last byte was read
    record Answer(int status, byte[] body, int sizeBytes, long readNanos) {}

    private final SocketChannel channel;
    private final String host;
    private final Listener listener;
    private byte[] in = new byte[16 * 1024];
    private int filled;
    private int bodyAt = -1;
    private int bodyBytes;
    private int status;
    private boolean isGzip;
    private long readNanos;

    HttpConnection(InetSocketAddress address, Selector selector, Listener listener)
            throws IOException {
        this.listener = listener;
        host = address.getHostString() + ":" + address.getPort();
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(address);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void ask(String path) throws IOException {
        filled = 0;
        bodyAt = -1;
        var request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nAccept-Encoding: gzip\r\nUser-Agent: crowd\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    boolean isGzip() {
        return isGzip;
    }

    /// Reads what is there and notes when; what it means is looked at in [#settle], after all
    /// connections have been read, so that no answer seems late because others were looked at
    /// first.
    ///
    /// @return whether the answer is whole
    boolean read(ByteBuffer room) throws IOException {
        int count = channel.read(room.clear());
        readNanos = System.nanoTime();
        if (count < 0) {
            throw new IOException("the server closed the connection");
        }
        if (filled + count > in.length) {
            in = Arrays.copyOf(in, 2 * (filled + count));
        }
        room.flip().get(in, filled, count);
        filled += count;
        if (bodyAt < 0) {
            head();
        }
        return bodyAt >= 0 && isWhole();
    }

    /// Hands over the answer, which is whole.
    void settle() {
        int from = bodyAt;
        int size = (bodyBytes < 0 ? filled : bodyAt + bodyBytes) - from;
        var body = Arrays.copyOfRange(in, from, from + size);
        listener.answered(this, new Answer(status, body, size, readNanos));
    }

    private boolean isWhole() {
        if (bodyBytes >= 0) {
            return filled >= bodyAt + bodyBytes;
        }
        int from = filled - LAST_CHUNK.length;
        return from >= bodyAt && Arrays.equals(in, from, filled, LAST_CHUNK, 0, LAST_CHUNK.length);
    }

    private void head() throws IOException {
        int end = -1;
        for (int i = 0; i + HEAD_END.length <= filled && end < 0; i++) {
            if (in[i] == '\r' && Arrays.equals(in, i, i + 4, HEAD_END, 0, 4)) {
                end = i + 4;
            }
        }
        if (end < 0) {
            return;
        }
        var head = new String(in, 0, end, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        status = Integer.parseInt(head.substring(9, 12));
        isGzip = head.contains("content-encoding: gzip");
        int length = head.indexOf("content-length:");
        bodyBytes =
                length < 0
                        ? -1
                        : Integer.parseInt(
                                head.substring(length + 15, head.indexOf('\r', length)).strip());
        bodyAt = end;
    }

    static long fingerprint(byte[] bytes, int sizeBytes) {
        var crc = new CRC32();
        crc.update(bytes, 0, sizeBytes);
        return crc.getValue() << 24 ^ sizeBytes;
    }

    void close() throws IOException {
        channel.close();
    }
}
