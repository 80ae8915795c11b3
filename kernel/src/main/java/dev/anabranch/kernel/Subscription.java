package dev.anabranch.kernel;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import java.time.Instant;

/// A reader's place in a stream, used by one thread at a time.
///
/// It begins with the tracks and the current group of pictures. Nothing it does makes the publisher
/// or another reader wait. [#next] and the accessors without objects do not allocate.
public final class Subscription implements AutoCloseable {

    /// Moves on.
    ///
    /// What the accessors say holds until the next call of this, [#rest] or [#close].
    ///
    /// @return `false` when there is nothing yet; then `wake` is called once when there may be, on
    ///   the publisher's thread. After [EntryKind#END] always `false`, without a wake
    public boolean next() {
        throw new UnsupportedOperationException();
    }

    /// Gives back the memory of the current frame without moving on: for who cannot go on at once
    /// (its socket is full). The frame's payload is no longer to be read.
    public void rest() {
        throw new UnsupportedOperationException();
    }

    public EntryKind kind() {
        throw new UnsupportedOperationException();
    }

    /// The track of a [EntryKind#TRACK]; the one of the current frame otherwise.
    public Track track() {
        throw new UnsupportedOperationException();
    }

    public int trackId() {
        throw new UnsupportedOperationException();
    }

    public long dtsTicks() {
        throw new UnsupportedOperationException();
    }

    public long ptsTicks() {
        throw new UnsupportedOperationException();
    }

    public long durationTicks() {
        throw new UnsupportedOperationException();
    }

    public boolean isKeyframe() {
        throw new UnsupportedOperationException();
    }

    /// When the frame was committed, on the kernel's clock of nanoseconds.
    public long arrivalNanos() {
        throw new UnsupportedOperationException();
    }

    /// What `dtsTicks` is on the wall clock, smoothed: steady between two discontinuities.
    public Instant wallClock() {
        throw new UnsupportedOperationException();
    }

    /// Where the payload is; retain it to use it for longer.
    public Block block() {
        throw new UnsupportedOperationException();
    }

    /// Where in [#block] it begins.
    public int offset() {
        throw new UnsupportedOperationException();
    }

    public int sizeBytes() {
        throw new UnsupportedOperationException();
    }

    /// The current frame with a lease of its own, to be closed by the caller.
    public Frame frame() {
        throw new UnsupportedOperationException();
    }

    /// Frames that were not delivered because this reader was too slow.
    public long skippedFrames() {
        throw new UnsupportedOperationException();
    }

    /// Whether the end came because this reader was too slow for too long.
    public boolean isEvicted() {
        throw new UnsupportedOperationException();
    }

    /// Leaves. May be called again.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
