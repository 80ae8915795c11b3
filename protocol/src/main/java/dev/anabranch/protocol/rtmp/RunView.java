package dev.anabranch.protocol.rtmp;

import java.lang.foreign.MemorySegment;

/// A look at a run of a [dev.anabranch.kernel.WireLog] that is sent, let go and pointed at the next
/// one: each player has one, so that sending allocates nothing.
///
/// The last release is the news that the bytes were written, or never will be. Used on one event
/// loop.
final class RunView extends ReadOnlyView {

    private final Runnable written;
    private boolean isShown;

    /// @param written runs at the last release of each run
    RunView(Runnable written) {
        this.written = written;
        // A buffer is born with one reference; this one waits for its first run.
        release();
    }

    /// @param memory outside the heap, valid until the last release
    /// @throws IllegalStateException before that
    void show(MemorySegment memory, int offset, int sizeBytes) {
        if (isShown) {
            throw new IllegalStateException("the last run is still under way");
        }
        resetRefCnt();
        point(memory, offset, sizeBytes);
        isShown = true;
    }

    boolean isShown() {
        return isShown;
    }

    @Override
    protected void deallocate() {
        if (isShown) {
            isShown = false;
            written.run();
        }
    }
}
