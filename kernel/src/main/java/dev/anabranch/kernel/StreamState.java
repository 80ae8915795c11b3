package dev.anabranch.kernel;

/// Where a stream is in its life.
public enum StreamState {
    /// Nobody publishes, and nobody waits for a publisher to come back.
    IDLE,
    /// There is a publisher, a stand-in for it, or the reconnect window is open.
    ACTIVE,
    /// Switched off: publishers are refused.
    DISABLED
}
