package dev.anabranch.origin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How an [Origin] serves.
///
/// @param host the address to listen at
/// @param port 0 takes a free one
/// @param tls certificate and key; empty serves clear HTTP/1.1 and h2c
/// @param corsOrigins the origins that may read; `*` allows all
/// @param ages for Cache-Control
/// @param limits memory and threads
public record Config(
        String host,
        int port,
        Optional<Tls> tls,
        List<String> corsOrigins,
        Ages ages,
        Limits limits) {

    /// PEM files.
    public record Tls(Path certificate, Path key) {}

    /// How long caches may keep an answer without asking.
    ///
    /// A file in a folder may be replaced under the name it had, so segments are kept for an hour
    /// only, unless whoever runs the origin knows better: from [#IMMUTABLE] on they are also said
    /// to be immutable.
    ///
    /// @param segment of media
    /// @param playlist of playlists and manifests of finished presentations
    public record Ages(Duration segment, Duration playlist) {

        public static final Ages DEFAULT = new Ages(Duration.ofHours(1), Duration.ofSeconds(60));

        /// Nobody gives such an age to what may change.
        public static final Duration IMMUTABLE = Duration.ofDays(7);

        public Ages {
            if (segment.isNegative() || playlist.isNegative()) {
                throw new IllegalArgumentException("segment=" + segment + " playlist=" + playlist);
            }
        }

        String ofSegments() {
            var age = "public, max-age=" + segment.toSeconds();
            return segment.compareTo(IMMUTABLE) < 0 ? age : age + ", immutable";
        }
    }

    /// @param eventLoops threads that move bytes; they never wait
    /// @param hotBytes memory for segments made just in time or sent over TLS or HTTP/2
    /// @param shelfBytes memory for playlists, their gzip, and headers of segments
    /// @param generatingBytes the most that segments just being made may hold together
    /// @param waits for how long things are waited for
    /// @param waitingRequests how many requests of an event loop may wait for what a live stream
    ///   has not yet; one more is refused with 503
    public record Limits(
            int eventLoops,
            long hotBytes,
            long shelfBytes,
            long generatingBytes,
            Waits waits,
            int waitingRequests) {

        public static final long MEBIBYTE = 1024 * 1024;

        /// Anything larger is streamed to each reader instead of being kept whole.
        static final long MAXIMUM_SEGMENT_BYTES = 16 * MEBIBYTE;

        public static final Limits DEFAULT =
                new Limits(
                        Runtime.getRuntime().availableProcessors(),
                        64 * MEBIBYTE,
                        32 * MEBIBYTE,
                        256 * MEBIBYTE,
                        Waits.DEFAULT,
                        20_000);

        public Limits {
            if (eventLoops < 1
                    || hotBytes < 0
                    || shelfBytes < MEBIBYTE
                    || generatingBytes < MEBIBYTE
                    || waitingRequests < 1) {
                throw new IllegalArgumentException(
                        "eventLoops="
                                + eventLoops
                                + " hotBytes="
                                + hotBytes
                                + " shelfBytes="
                                + shelfBytes
                                + " generatingBytes="
                                + generatingBytes
                                + " waitingRequests="
                                + waitingRequests);
            }
        }
    }

    /// @param revalidate how long a file is taken as unchanged without looking
    /// @param idle a connection on which nothing moves for this long is closed
    /// @param drain how long [Origin#close()] lets running answers finish
    public record Waits(Duration revalidate, Duration idle, Duration drain) {

        public static final Waits DEFAULT =
                new Waits(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(5));
    }

    public Config {
        corsOrigins = List.copyOf(corsOrigins);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port=" + port);
        }
    }

    /// Clear HTTP at a port of all addresses, open to every site, the other values at their
    /// defaults.
    public static Config at(int port) {
        return new Config(
                "0.0.0.0", port, Optional.empty(), List.of("*"), Ages.DEFAULT, Limits.DEFAULT);
    }

    public Config withHost(String newHost) {
        return new Config(newHost, port, tls, corsOrigins, ages, limits);
    }

    public Config withTls(Tls newTls) {
        return new Config(host, port, Optional.of(newTls), corsOrigins, ages, limits);
    }

    public Config withCorsOrigins(List<String> newOrigins) {
        return new Config(host, port, tls, newOrigins, ages, limits);
    }

    public Config withAges(Ages newAges) {
        return new Config(host, port, tls, corsOrigins, newAges, limits);
    }

    public Config withLimits(Limits newLimits) {
        return new Config(host, port, tls, corsOrigins, ages, newLimits);
    }
}
