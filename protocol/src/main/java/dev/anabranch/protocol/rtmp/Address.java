package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Where a stream is on a server: `rtmp://host[:port]/app[/more]/stream[?query]`.
///
/// The last segment of the path is the stream, its query included, for that is what servers expect
/// as the name in `publish` and `play`; all before it is the app.
///
/// @param isSecure RTMPS: RTMP inside TLS
/// @param app without slashes at its ends
/// @param stream the name or key; it is a secret, which is why [#toString] leaves it out
public record Address(boolean isSecure, String host, int port, String app, String stream) {

    public static final int PORT = 1935;
    public static final int SECURE_PORT = 443;

    /// Longer addresses are refused.
    public static final int MAX_LENGTH = 2048;

    public Address {
        if (host.isEmpty() || port < 1 || port > 65_535 || app.isEmpty()) {
            throw new IllegalArgumentException("host=" + host + " port=" + port + " app=" + app);
        }
    }

    /// Reads an address as people paste it.
    public static Address parse(String text) throws MediaFormatException {
        if (text.length() > MAX_LENGTH) {
            throw MediaFormatException.limit("", "address length", text.length(), MAX_LENGTH);
        }
        var uri = uri(text);
        boolean secure = isSecure(uri.getScheme());
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        int end = path.lastIndexOf('/');
        String app = end <= 0 ? path.substring(end + 1) : path.substring(1, end);
        String stream = end <= 0 ? "" : path.substring(end + 1);
        if (uri.getHost() == null || app.isEmpty()) {
            throw MediaFormatException.malformed("", "the host, the app or both are missing");
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        int port = uri.getPort() == -1 ? (secure ? SECURE_PORT : PORT) : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw MediaFormatException.malformed("", "port " + port);
        }
        return new Address(secure, uri.getHost(), port, app, stream + query);
    }

    /// The same app with another stream name or key.
    public Address withStream(String name) {
        return new Address(isSecure, host, port, app, name);
    }

    /// The `tcUrl` of `connect`: the address up to the app.
    public String tcUrl() {
        String scheme = isSecure ? "rtmps" : "rtmp";
        boolean usual = port == (isSecure ? SECURE_PORT : PORT);
        return scheme + "://" + host + (usual ? "" : ":" + port) + "/" + app;
    }

    /// For people and logs: without the stream, which may be a key.
    @Override
    public String toString() {
        return tcUrl();
    }

    private static URI uri(String text) throws MediaFormatException {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw MediaFormatException.malformed(
                    "position " + e.getIndex(), "not an address: " + e.getReason());
        }
    }

    private static boolean isSecure(@Nullable String scheme) throws MediaFormatException {
        if ("rtmps".equalsIgnoreCase(scheme)) {
            return true;
        }
        if ("rtmp".equalsIgnoreCase(scheme)) {
            return false;
        }
        throw MediaFormatException.unsupported("", "the scheme is neither rtmp nor rtmps");
    }
}
