package dev.anabranch.kernel;

/// What a [Subscription] stands on.
public enum EntryKind {
    /// A track, or a new configuration of one: [Subscription#track].
    TRACK,
    /// A frame.
    FRAME,
    /// What follows does not continue what came before, though its times run on. Every track that
    /// goes on comes again; one that does not is gone.
    DISCONTINUITY,
    /// The stream is over, or this reader was evicted. Nothing follows.
    END
}
