package dev.anabranch.kernel;

import dev.anabranch.media.TrackKind;

/// Tells with which frame a group of pictures begins, over all tracks.
///
/// With several video tracks the keyframes of one moment belong together: a group begins with the
/// first of them. Sound alone begins a group each second.
final class GroupStarts {

    private static final long SOUND_NANOS = 1_000_000_000;

    private long tracksInGroup;
    private boolean hasSoundGroup;
    private long soundGroupNanos;

    /// @param hasVideo whether there is any video track
    boolean isStart(Entry frame, TrackKind kind, boolean hasVideo) {
        if (!hasVideo) {
            return isSoundStart(frame.arrivalNanos);
        }
        if (kind != TrackKind.VIDEO || !frame.isKeyframe) {
            return false;
        }
        long track = 1L << frame.trackId;
        boolean isNewGroup = tracksInGroup == 0 || (tracksInGroup & track) != 0;
        tracksInGroup = isNewGroup ? track : tracksInGroup | track;
        return isNewGroup;
    }

    private boolean isSoundStart(long nowNanos) {
        if (hasSoundGroup && nowNanos - soundGroupNanos < SOUND_NANOS) {
            return false;
        }
        hasSoundGroup = true;
        soundGroupNanos = nowNanos;
        return true;
    }

    void reset() {
        tracksInGroup = 0;
        hasSoundGroup = false;
    }
}
