package dev.anabranch.kernel;

import java.time.Duration;

/// How one stream behaves.
///
/// @param reconnectWindow how long readers wait for a lost publisher; 0 ends the stream at once
/// @param log how much is kept
/// @param replacement who wins when two publish
/// @param slowReaders what happens to them
/// @param failover what stands in for the publisher
/// @param idleTimeout after how long an idle stream that nobody declared is forgotten; positive
public record StreamSettings(
        Duration reconnectWindow,
        LogLimits log,
        Replacement replacement,
        SlowReaderPolicy slowReaders,
        Failover failover,
        Duration idleTimeout) {

    public static final StreamSettings DEFAULT =
            new StreamSettings(
                    Duration.ofSeconds(60),
                    LogLimits.DEFAULT,
                    Replacement.TAKE_OVER,
                    SlowReaderPolicy.DEFAULT,
                    Failover.NONE,
                    Duration.ofSeconds(30));

    public StreamSettings {
        if (reconnectWindow.isNegative() || !idleTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "reconnectWindow=" + reconnectWindow + " idleTimeout=" + idleTimeout);
        }
    }

    public StreamSettings withReconnectWindow(Duration window) {
        return new StreamSettings(window, log, replacement, slowReaders, failover, idleTimeout);
    }

    public StreamSettings withLog(LogLimits limits) {
        return new StreamSettings(
                reconnectWindow, limits, replacement, slowReaders, failover, idleTimeout);
    }

    public StreamSettings withReplacement(Replacement policy) {
        return new StreamSettings(reconnectWindow, log, policy, slowReaders, failover, idleTimeout);
    }

    public StreamSettings withSlowReaders(SlowReaderPolicy policy) {
        return new StreamSettings(reconnectWindow, log, replacement, policy, failover, idleTimeout);
    }

    public StreamSettings withFailover(Failover standIns) {
        return new StreamSettings(
                reconnectWindow, log, replacement, slowReaders, standIns, idleTimeout);
    }

    public StreamSettings withIdleTimeout(Duration timeout) {
        return new StreamSettings(
                reconnectWindow, log, replacement, slowReaders, failover, timeout);
    }
}
