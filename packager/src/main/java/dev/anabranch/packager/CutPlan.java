package dev.anabranch.packager;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where a presentation is cut: computed once, obeyed by every rendition and both manifests.
/// Immutable.
///
/// Segments are numbered from 0. Costs 8 bytes a segment.
///
/// Segments form spans: within one, no rendition changes its codec configuration. At the start of
/// every span but the first all renditions are cut and have a discontinuity
/// (draft-pantos-hls-rfc8216bis, 4.4.4.3 and 6.2.4) and a DASH Period begins. Nearly always there
/// is one span.
public final class CutPlan {

    /// Eleven days in segments of one second.
    public static final int MAX_SEGMENTS = 1_000_000;

    private final PlacedTrack reference;
    private final long[] startTicks;
    private final int[] spanStarts;
    private final List<ConfigurationChange> changes;
    private final Timestamp finish;
    private final List<String> warnings;

    /// @param spanStarts the first segment of each span, the first 0; rising
    /// @param changes for which spans begin
    CutPlan(
            PlacedTrack reference,
            long[] startTicks,
            int[] spanStarts,
            List<ConfigurationChange> changes,
            Timestamp finish,
            List<String> warnings) {
        this.reference = reference;
        this.startTicks = startTicks;
        this.spanStarts = spanStarts;
        this.changes = List.copyOf(changes);
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

    public int spanCount() {
        return spanStarts.length;
    }

    /// The first segment of span `k`; [#segmentCount()] for `k == spanCount()`.
    public int spanStart(int k) {
        return k == spanStarts.length ? startTicks.length : spanStarts[k];
    }

    /// The samples of `track` with which its configuration changes.
    @SuppressWarnings("ReferenceEquality") // the same file given twice makes equal tracks
    List<ConfigurationChange> changes(PlacedTrack track) {
        return changes.stream().filter(change -> change.track() == track).toList();
    }

    /// The segment that starts at `cut`, or a negative number when none does.
    int segmentAt(Timestamp cut) {
        return Arrays.binarySearch(startTicks, cut.on(clock()).ticks());
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

    /// What of `track` is in each span, described by the codec configuration it has there; empty
    /// where there is nothing.
    List<Optional<PlacedTrack>> parts(PlacedTrack track) {
        var cuts = cutSamples(track);
        var parts = new ArrayList<Optional<PlacedTrack>>();
        for (int k = 0; k < spanStarts.length; k++) {
            int from = cuts[spanStart(k)];
            int to = cuts[spanStart(k + 1)];
            parts.add(from == to ? Optional.empty() : Optional.of(track.part(from, to)));
        }
        return parts;
    }

    private Timescale clock() {
        return reference.clock();
    }
}
