package dev.anabranch.media.hls;

import java.util.List;

/// Checks what two versions of one Media Playlist show together: rows O2, O5, O9 and the part of O3
/// that names what may change (6.2.1, 6.2.2).
public final class UpdateRules {

    private static final String CHANGES = "O3";
    private static final String COUNTERS = "O5";

    private UpdateRules() {}

    /// What `current` breaks as the successor of `previous`; neither may be a delta update.
    ///
    /// @throws IllegalArgumentException when one is a delta update: merge it first
    public static List<Breach> check(MediaPlaylist previous, MediaPlaylist current) {
        if (previous.skip() != null || current.skip() != null) {
            throw new IllegalArgumentException("a delta update is merged before it is checked");
        }
        var breaches = new Breaches(SourceLines.NONE);
        if (previous.targetDuration() != current.targetDuration()) {
            breaches.must(
                    "O2",
                    MediaPlaylist.TARGET_DURATION,
                    "changed from "
                            + previous.targetDuration()
                            + " to "
                            + current.targetDuration());
        }
        checkType(previous, current, breaches);
        checkCounters(previous, current, breaches);
        checkSegments(previous, current, breaches);
        return breaches.found();
    }

    private static void checkType(
            MediaPlaylist previous, MediaPlaylist current, Breaches breaches) {
        var type = previous.type();
        if (type == PlaylistType.VOD && !previous.equals(current)) {
            breaches.must("O9", PlaylistType.TAG, "a VOD playlist changed");
        }
        if (type == PlaylistType.EVENT && current.mediaSequence() != previous.mediaSequence()) {
            breaches.must("O9", PlaylistType.TAG, "an EVENT playlist lost segments");
        }
        if (previous.hasEnded() && !current.hasEnded()) {
            breaches.must(CHANGES, MediaPlaylist.END_LIST, "EXT-X-ENDLIST was taken back");
        }
    }

    private static void checkCounters(
            MediaPlaylist previous, MediaPlaylist current, Breaches breaches) {
        long removed = current.mediaSequence() - previous.mediaSequence();
        if (removed < 0) {
            breaches.must(
                    COUNTERS,
                    MediaPlaylist.MEDIA_SEQUENCE,
                    "fell from " + previous.mediaSequence() + " to " + current.mediaSequence());
            return;
        }
        long gone =
                previous.segments().stream()
                        .limit(removed)
                        .filter(MediaSegment::hasDiscontinuity)
                        .count();
        long wanted = previous.discontinuitySequence() + gone;
        boolean isKnown = removed <= previous.segments().size();
        if (isKnown && current.discontinuitySequence() != wanted
                || current.discontinuitySequence() < previous.discontinuitySequence()) {
            breaches.must(
                    COUNTERS,
                    MediaPlaylist.DISCONTINUITY_SEQUENCE,
                    "is " + current.discontinuitySequence() + ", must be " + wanted);
        }
    }

    private static void checkSegments(
            MediaPlaylist previous, MediaPlaylist current, Breaches breaches) {
        long removed = Math.max(0, current.mediaSequence() - previous.mediaSequence());
        for (long i = removed; i < previous.segments().size(); i++) {
            int now = (int) (i - removed);
            if (now >= current.segments().size()) {
                breaches.must(CHANGES, breaches.segment(now), "removed from the end");
                return;
            }
            var before = previous.segments().get((int) i);
            var after = current.segments().get(now);
            if (!before.uri().equals(after.uri()) || !before.duration().equals(after.duration())) {
                breaches.must(
                        CHANGES,
                        "media sequence number " + (previous.mediaSequence() + i),
                        "changed from " + before.uri() + " to " + after.uri());
            }
        }
    }
}
