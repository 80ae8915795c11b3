package dev.anabranch.bench.crowd;

import java.net.InetSocketAddress;
import java.net.URI;

/// `rtmp://host:port/app/stream`.
record RtmpAddress(String host, int port, String app, String stream) {

    private static final int DEFAULT_PORT = 1935;

    static RtmpAddress of(String text) {
        var uri = URI.create(text);
        var parts = uri.getPath().split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("no application and stream in " + text);
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new RtmpAddress(uri.getHost(), port, parts[1], parts[2]);
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }

    String applicationUrl() {
        return "rtmp://" + host + ":" + port + "/" + app;
    }
}
