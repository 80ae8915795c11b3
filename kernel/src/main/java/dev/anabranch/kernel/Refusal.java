package dev.anabranch.kernel;

/// Why somebody may not publish or play.
public enum Refusal {
    /// The application or name has characters or a length that none may have.
    BAD_NAME,
    /// No such stream, or nothing that this key stands for.
    UNKNOWN_STREAM,
    /// The key, token or the one who was asked says no.
    NOT_ALLOWED,
    /// The token was good once.
    EXPIRED,
    /// The stream is switched off.
    DISABLED,
    /// Somebody else publishes and the stream's settings keep it.
    BUSY,
    /// As many streams, or as much memory, as there may be.
    FULL,
    /// Who would have to be asked does not answer.
    UNREACHABLE
}
