package dev.anabranch.kernel;

import org.jspecify.annotations.Nullable;

/// What is to be appended to a [FrameLog]: one object for each log, filled anew for each entry by
/// whoever has the turn.
final class Entry {

    EntryKind kind = EntryKind.END;
    int trackId;
    boolean isKeyframe;
    long dtsTicks;
    long ptsTicks;
    long durationTicks;
    long arrivalNanos;

    /// `dtsTicks` on the wall clock, nanoseconds since 1970.
    long wallNanos;

    /// The [Block] of a frame, the [dev.anabranch.media.Track] of a track.
    @Nullable Object subject;

    int offset;
    int sizeBytes;

    void clear(EntryKind newKind, long nowNanos) {
        kind = newKind;
        trackId = 0;
        isKeyframe = false;
        dtsTicks = 0;
        ptsTicks = 0;
        durationTicks = 0;
        arrivalNanos = nowNanos;
        wallNanos = 0;
        subject = null;
        offset = 0;
        sizeBytes = 0;
    }
}
