package dev.anabranch.protocol.rtmp;

import java.time.Duration;

/// What one connection, and all of them together, may ask for. Each is checked before anything is
/// allocated.
///
/// @param connections open at once
/// @param connectionsPerAddress open at once from one IP address
/// @param chunkSizeBytes the largest chunk a peer may announce, 1 to 16 MiB
/// @param messageSizeBytes the largest message
/// @param unauthenticatedBytes what a peer may send before it publishes or plays
/// @param handshake how long a peer may take until it has published or plays
/// @param idle how long a publisher may be silent, and a player may leave its socket full
public record Limits(
        int connections,
        int connectionsPerAddress,
        int chunkSizeBytes,
        int messageSizeBytes,
        int unauthenticatedBytes,
        Duration handshake,
        Duration idle) {

    /// The largest chunk of the protocol that anybody needs: a message has 24 bits for its length.
    public static final int MAX_CHUNK_BYTES = 1 << 24;

    public static final Limits DEFAULT =
            new Limits(
                    20_000,
                    10_000,
                    MAX_CHUNK_BYTES,
                    8 << 20,
                    64 << 10,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30));

    public Limits {
        if (connections < 1 || connectionsPerAddress < 1) {
            throw new IllegalArgumentException(
                    "connections=" + connections + " perAddress=" + connectionsPerAddress);
        }
        if (chunkSizeBytes < 128 || chunkSizeBytes > MAX_CHUNK_BYTES) {
            throw new IllegalArgumentException("chunkSizeBytes=" + chunkSizeBytes);
        }
        if (messageSizeBytes < 1024 || messageSizeBytes > MAX_CHUNK_BYTES) {
            throw new IllegalArgumentException("messageSizeBytes=" + messageSizeBytes);
        }
        if (unauthenticatedBytes < 4096) {
            throw new IllegalArgumentException("unauthenticatedBytes=" + unauthenticatedBytes);
        }
        if (!handshake.isPositive() || !idle.isPositive()) {
            throw new IllegalArgumentException("handshake=" + handshake + " idle=" + idle);
        }
    }
}
