package dev.anabranch.kernel;

/// What happens when somebody publishes a stream that has a publisher.
public enum Replacement {
    /// The new one takes over, the old one is told that it is over.
    TAKE_OVER,
    /// The new one is refused with [Refusal#BUSY].
    REFUSE
}
