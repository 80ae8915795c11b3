package dev.anabranch.protocol.rtmp;

/// Where an outgoing connection stands.
public enum ConnectionState {
    /// Not started, or stopped.
    IDLE,
    /// Connecting, or connected and waiting for media.
    STARTING,
    /// Media flows.
    BROADCASTING,
    /// The last attempt failed; another follows after a pause.
    ERRORED
}
