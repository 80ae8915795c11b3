package dev.anabranch.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// One HTTP/1.1 connection that is kept, and stops the time until the first byte of a body and
/// until its last.
final class HttpProbe implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    HttpProbe(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /// @param firstMillis from sending the request to the first byte of the body
    /// @param lastMillis to the last one
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record Answer(double firstMillis, double lastMillis, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// @throws IOException when the status is not 200
    Answer ask(String path) throws IOException {
        var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        long start = System.nanoTime();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var status = line();
        long length = length();
        if (!status.contains(" 200 ")) {
            throw new IOException(path + ": " + status);
        }
        var body = new byte[Math.toIntExact(length)];
        int first = in.read();
        double firstMillis = (System.nanoTime() - start) / 1e6;
        if (length == 0 || first < 0) {
            throw new EOFException(path);
        }
        body[0] = (byte) first;
        if (in.readNBytes(body, 1, body.length - 1) < body.length - 1) {
            throw new EOFException(path);
        }
        return new Answer(firstMillis, (System.nanoTime() - start) / 1e6, body);
    }

    static String get(int port, String path) throws IOException {
        try (var probe = new HttpProbe(port)) {
            return probe.ask(path).text();
        }
    }

    /// The media playlist of the first variant below `root`.
    static String mediaPlaylist(int port, String root) throws IOException {
        var master = root.startsWith("/p/") ? root + "index.m3u8" : root + "master.m3u8";
        return resolve(master, uris(get(port, master)).getFirst());
    }

    /// The segments of the first variant below `root`, in order.
    static List<String> segments(int port, String root) throws IOException {
        var playlist = mediaPlaylist(port, root);
        return uris(get(port, playlist)).stream().map(uri -> resolve(playlist, uri)).toList();
    }

    private static List<String> uris(String playlist) {
        return playlist.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }

    private static String resolve(String from, String uri) {
        return URI.create("http://localhost" + from).resolve(uri).getPath();
    }

    /// Reads the header fields.
    private long length() throws IOException {
        long length = -1;
        for (var line = line(); !line.isEmpty(); line = line()) {
            var field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Long.parseLong(field.substring(field.indexOf(':') + 1).strip());
            }
        }
        if (length < 0) {
            throw new IOException("an answer without Content-Length");
        }
        return length;
    }

    private String line() throws IOException {
        int at = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || at == buffer.length) {
                throw new EOFException("in the head of an answer");
            }
            buffer[at++] = (byte) c;
        }
        return new String(buffer, 0, at, StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
