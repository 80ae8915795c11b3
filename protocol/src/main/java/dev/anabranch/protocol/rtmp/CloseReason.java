package dev.anabranch.protocol.rtmp;

/// Why a connection ended.
public enum CloseReason {
    /// The other side closed it.
    PEER_LEFT,
    /// The network did.
    NETWORK,
    /// What came breaks the rules of the protocol.
    MALFORMED,
    /// What came is something we do not do.
    UNSUPPORTED,
    /// What came asks for more than a limit allows.
    LIMIT,
    /// The peer did not say in time what it wants, or fell silent.
    TIMED_OUT,
    /// It may not publish or play.
    REFUSED,
    /// Another publisher took the stream, or it was disabled, completed or removed.
    REPLACED,
    /// The stream is over.
    ENDED,
    /// A player did not read for too long, or had to skip too often.
    TOO_SLOW,
    /// Too many connections.
    CROWDED,
    /// We close down.
    SHUTDOWN,
    /// A fault of ours; the log has it.
    INTERNAL
}
