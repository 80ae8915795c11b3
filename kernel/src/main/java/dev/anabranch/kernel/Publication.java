package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import org.jspecify.annotations.Nullable;

/// One publisher's turn at a stream, used by one thread at a time.
public final class Publication implements AutoCloseable {

    /// Track ids are 1 to this.
    public static final int MAX_TRACKS = 32;

    public LiveStream stream() {
        throw new UnsupportedOperationException();
    }

    /// Announces a track before its first frame, and again when its configuration changes. Saying
    /// the same again does nothing.
    ///
    /// @throws IllegalArgumentException when its id is above [#MAX_TRACKS]
    public void describe(Track track) {
        throw new UnsupportedOperationException();
    }

    /// Memory for `sizeBytes`, or null when the log has no room: then the frame is dropped, and so
    /// is every picture until the next keyframe of its track. Null too when the publication is
    /// over.
    public @Nullable Claim claim(int sizeBytes) {
        throw new UnsupportedOperationException();
    }

    /// `told` runs once when the publication is replaced, disabled or removed (not when [#close]
    /// ends it), on the thread that does that, or at once if it has happened already.
    public void onOver(Runnable told) {
        throw new UnsupportedOperationException();
    }

    /// Whether frames of this publication are no longer taken.
    public boolean isOver() {
        throw new UnsupportedOperationException();
    }

    /// Ends the turn and opens the reconnect window. May be called again, and on any thread.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
