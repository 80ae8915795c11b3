package dev.anabranch.protocol.rtmp;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Where RTMP is served and within which limits.
///
/// @param address of plain RTMP, usually port 1935; port 0 takes a free one; empty for RTMPS only
/// @param secure RTMPS, on a port of its own; empty for RTMP only
public record ListenerConfig(
        Optional<InetSocketAddress> address, Optional<Secure> secure, Limits limits) {

    /// @param certificateChain PEM, the server's own certificate first
    /// @param privateKey PEM, PKCS #8, without a password
    public record Secure(InetSocketAddress address, Path certificateChain, Path privateKey) {}

    public ListenerConfig {
        if (address.isEmpty() && secure.isEmpty()) {
            throw new IllegalArgumentException("neither RTMP nor RTMPS has an address");
        }
    }

    /// Plain RTMP on all interfaces with the usual limits.
    public static ListenerConfig onPort(int port) {
        return new ListenerConfig(
                Optional.of(new InetSocketAddress(port)), Optional.empty(), Limits.DEFAULT);
    }

    public ListenerConfig withSecure(Secure rtmps) {
        return new ListenerConfig(address, Optional.of(rtmps), limits);
    }

    public ListenerConfig withLimits(Limits narrower) {
        return new ListenerConfig(address, secure, narrower);
    }
}
