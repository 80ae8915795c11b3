package dev.anabranch.transcode.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An HTTP proxy on the loopback interface that programs fetch web sources through: ffmpeg follows
/// redirects wherever they lead, and has no option against it. The gate lets nothing through to an
/// inner address, and connects to the very address it has looked at, so that a name which means
/// another one a moment later is of no use either.
///
/// A request that begins with an inner address needs no gate: who names one may go there. Nor is
/// there one where the environment names a proxy: that decides then.
public final class WebGate implements AutoCloseable {

    /// What the refusal says, for whoever reads what the program says.
    public static final String REFUSAL = "redirected to an inner address";

    /// As programs know it.
    private static final String VARIABLE = "http_proxy";

    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CONNECT_MILLIS = 20_000;
    private static final int HTTP_PORT = 80;

    private static @Nullable WebGate shared; // guarded by the class

    private final Predicate<InetAddress> isInner;
    private final ServerSocket server;

    private WebGate(Predicate<InetAddress> isInner, ServerSocket server) {
        this.isInner = isInner;
        this.server = server;
    }

    static WebGate open(Predicate<InetAddress> isInner) throws IOException {
        var gate = new WebGate(isInner, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("web-gate").start(gate::accept);
        return gate;
    }

    /// What a program needs in its environment to fetch `source`.
    public static Map<String, String> environment(URI source) {
        if (System.getenv().containsKey(VARIABLE) || InnerAddress.isNamedBy(source)) {
            return Map.of();
        }
        return ofAll().environment();
    }

    private static synchronized WebGate ofAll() {
        var known = shared;
        if (known != null) {
            return known;
        }
        try {
            var opened = open(InnerAddress::is);
            shared = opened;
            return opened;
        } catch (IOException noLoopback) {
            throw new UncheckedIOException(noLoopback);
        }
    }

    Map<String, String> environment() {
        return Map.of(VARIABLE, "http://127.0.0.1:" + server.getLocalPort(), "no_proxy", "");
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().name("web-gate-client").start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var request = Request.read(client.getInputStream());
            var address = InetAddress.getByName(request.host());
            if (isInner.test(address)) {
                answer(client, "403 " + REFUSAL + " " + address.getHostAddress());
                return;
            }
            try (var there = new Socket()) {
                there.connect(new InetSocketAddress(address, request.port()), CONNECT_MILLIS);
                if (request.isTunnel()) {
                    answer(client, "200 OK");
                } else {
                    there.getOutputStream().write(request.head());
                }
                join(client, there);
            }
        } catch (IOException | IllegalArgumentException broken) {
            // The program finds its connection closed, and says so.
        }
    }

    private static void answer(Socket client, String status) throws IOException {
        var text = "HTTP/1.1 " + status + "\r\n\r\n";
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void join(Socket client, Socket there) throws IOException {
        var up =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                copy(client.getInputStream(), there.getOutputStream());
                                there.shutdownOutput();
                            } catch (IOException gone) {
                                // The other direction ends by it, too.
                            }
                        });
        try {
            copy(there.getInputStream(), client.getOutputStream());
        } finally {
            client.close();
            there.close();
            up.interrupt();
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
        }
    }

    /// No more programs are served.
    @Override
    public void close() throws IOException {
        server.close();
    }

    /// A request to a proxy (RFC 9110, 9.3.6; RFC 9112, 3.2.2).
    ///
    /// @param head what is to be sent on
    private record Request(String host, int port, boolean isTunnel, byte[] head) {

        static Request read(InputStream in) throws IOException {
            var text = new StringBuilder();
            while (!text.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0 || text.length() >= MAX_HEAD_BYTES) {
                    throw new IOException("no request");
                }
                text.append((char) next);
            }
            var words = text.substring(0, text.indexOf("\r\n")).split(" ");
            if (words.length != 3) {
                throw new IOException("no request line");
            }
            if (words[0].equals("CONNECT")) {
                var target = URI.create("//" + words[1]);
                return new Request(host(target), target.getPort(), true, new byte[0]);
            }
            var target = URI.create(words[1]);
            var path = words[1].substring(words[1].indexOf('/', "http://".length()));
            var head = words[0] + " " + path + " " + words[2] + fields(text.toString());
            int port = target.getPort() < 0 ? HTTP_PORT : target.getPort();
            var bytes = head.getBytes(StandardCharsets.ISO_8859_1);
            return new Request(host(target), port, false, bytes);
        }

        private static String host(URI target) throws IOException {
            if (target.getHost() == null) {
                throw new IOException("no host");
            }
            return target.getHost();
        }

        /// One request a connection: the next may be for another host.
        private static String fields(String text) {
            var rest = text.substring(text.indexOf("\r\n"), text.length() - 2);
            return rest.replaceAll("(?i)\r\n(?:proxy-[a-z]+|connection):[^\r]*", "")
                    + "Connection: close\r\n\r\n";
        }
    }
}
