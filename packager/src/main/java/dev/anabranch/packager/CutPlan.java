package dev.anabranch.packager;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import java.util.List;

/// Where a presentation is cut: computed once, obeyed by every rendition and both manifests.
/// Immutable.
///
/// Segments are numbered from 0. Costs 8 bytes a segment.
public final class CutPlan {

    /// Eleven days in segments of one second.
    public static final int MAX_SEGMENTS = 1_000_000;

    private final PlacedTrack reference;
    private final long[] startTicks;
    private final Timestamp finish;
    private final List<String> warnings;

    CutPlan(PlacedTrack reference, long[] startTicks, Timestamp finish, List<String> warnings) {
        this.reference = reference;
        this.startTicks = startTicks;
        this.finish = finish;
        this.warnings = List.copyOf(warnings);
    }

    /// The track whose frames decided.
    public PlacedTrack reference() {
        return reference;
    }

    public int segmentCount() {
        return startTicks.length;
    }

    /// When segment `n` starts; the end of the presentation for `n == segmentCount()`.
    public Timestamp start(int n) {
        return n == startTicks.length ? finish : new Timestamp(startTicks[n], clock());
    }

    /// What a person should know about the cuts, such as GOPs that are too long.
    public List<String> warnings() {
        return warnings;
    }

    /// The first sample of each segment of `track` and, last, the end of its samples: segment `n`
    /// is `[n]` to `[n + 1]`, and may be empty where the track starts later or ends earlier than
    /// others.
    public int[] cutSamples(PlacedTrack track) {
        return CutPlanner.cutSamples(this, track);
    }

    private Timescale clock() {
        return reference.clock();
    }
}
