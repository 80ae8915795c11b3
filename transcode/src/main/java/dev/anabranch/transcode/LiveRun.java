package dev.anabranch.transcode;

import dev.anabranch.media.Frame;
import java.time.Duration;
import java.util.Optional;

/// A live stream that is being transcoded. Safe for use by many threads; nothing but [#close] waits
/// for the child.
public interface LiveRun extends AutoCloseable {

    /// Takes and closes `frame`, in decode order within its track; the first of the picture is a
    /// keyframe. Never waits.
    ///
    /// @return false when so much waits for the child that nothing more is taken: the frame is
    ///   lost, and the run with it. What a run is offered that has ended is dropped: see [#failure]
    boolean offer(Frame frame);

    /// How much of the stream waits for the child to take it, by the times of its frames.
    Duration waiting();

    /// The process that does it.
    long pid();

    /// Why it has ended; empty while it runs.
    Optional<String> failure();

    /// Kills it, without waiting until it is gone.
    void stop();

    /// Kills it, and waits until it is gone.
    @Override
    void close();
}
