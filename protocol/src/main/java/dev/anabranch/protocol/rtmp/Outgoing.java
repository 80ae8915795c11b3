package dev.anabranch.protocol.rtmp;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What outgoing connections have in common.
///
/// @param loops shared with others; whoever made them closes them
/// @param backoff between attempts
/// @param random of pauses and handshakes; safe for several threads
/// @param nanos a clock that never goes back, as `System::nanoTime`
/// @param trusted PEM certificates that RTMPS servers are checked against; empty for those of the
///   JDK. Names are checked always
public record Outgoing(
        EventLoops loops,
        Backoff backoff,
        RandomGenerator random,
        LongSupplier nanos,
        Optional<Path> trusted) {

    /// With the certificates of the JDK.
    public static Outgoing of(EventLoops loops, RandomGenerator random, LongSupplier nanos) {
        return new Outgoing(loops, Backoff.DEFAULT, random, nanos, Optional.empty());
    }

    public Outgoing withBackoff(Backoff pauses) {
        return new Outgoing(loops, pauses, random, nanos, trusted);
    }

    public Outgoing withTrusted(Path certificates) {
        return new Outgoing(loops, backoff, random, nanos, Optional.of(certificates));
    }

    Reconnector reconnector(Address target, boolean isPublisher, Reconnector.Uses uses) {
        // The certificates of the JDK take a while to read.
        var tls = target.isSecure() ? tls() : null;
        var line = new Reconnector.Line(target, tls, loops.next(), loops);
        var pauses = new Reconnector.Pauses(backoff, random, nanos);
        return new Reconnector(line, pauses, isPublisher, uses);
    }

    private SslContext tls() {
        try {
            var builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
            trusted.ifPresent(path -> builder.trustManager(path.toFile()));
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("trusted=" + trusted + ": " + e.getMessage(), e);
        }
    }
}
