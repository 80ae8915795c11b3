package dev.anabranch.kernel;

/// Is told what happens to streams. Called on the thread where it happens, which may be a
/// publisher's: it must be quick, and not call back into the kernel. What it throws is logged and
/// counted ([Kernel#observerFailures]), and reaches nobody.
public interface KernelObserver {

    KernelObserver NONE = new KernelObserver() {};

    /// A stream is there now, declared or published for the first time.
    default void created(LiveStream stream) {}

    /// A stream is forgotten.
    default void removed(LiveStream stream) {}

    /// Its state is another one.
    default void stateChanged(LiveStream stream, StreamState state) {}

    /// Somebody began to publish.
    default void publisherArrived(LiveStream stream, Peer peer) {}

    /// A publisher is gone, and why: `closed`, `replaced`, `disabled`, `removed`.
    default void publisherLeft(LiveStream stream, Peer peer, String reason) {}

    /// What is on air changed: `primary`, the name of a backup, `slate` or `nothing`.
    default void sourceChanged(LiveStream stream, String source) {}

    /// The tracks are other ones.
    default void tracksChanged(LiveStream stream) {}

    /// Times jumped or the publisher is another one.
    default void discontinued(LiveStream stream, String reason) {}

    /// Frames are being dropped because there is no memory for them.
    default void dropping(LiveStream stream) {}

    /// A reader was too slow for too long.
    default void evicted(LiveStream stream) {}

    /// Health is another one than a second ago.
    default void healthChanged(LiveStream stream, Health health) {}

    /// Somebody was turned away.
    default void refused(Peer peer, Refusal reason, String message) {}
}
