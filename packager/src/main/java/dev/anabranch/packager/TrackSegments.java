package dev.anabranch.packager;

import java.util.Arrays;

/// The segments of one track by a [CutPlan]: which samples, and when they are shown. Segments the
/// track has nothing for (it starts later, or ends earlier) are left out. Immutable.
public final class TrackSegments {

    private final PlacedTrack track;
    private final int[] samples;
    private final SegmentTimes times;

    private TrackSegments(PlacedTrack track, int[] samples, int[] spanStarts) {
        this.track = track;
        this.samples = samples;
        var ticks = new long[samples.length];
        for (int n = 0; n < samples.length; n++) {
            ticks[n] = track.shownAt(samples[n]);
        }
        ticks[0] = track.startTicks();
        times = new SegmentTimes(track.clock(), ticks, spanStarts);
    }

    static TrackSegments of(CutPlan plan, PlacedTrack track) {
        var cuts = plan.cutSamples(track);
        var samples = Arrays.stream(cuts).distinct().toArray();
        var spanStarts = new int[plan.spanCount() + 1];
        for (int k = 0; k < spanStarts.length; k++) {
            spanStarts[k] = Arrays.binarySearch(samples, cuts[plan.spanStart(k)]);
        }
        return new TrackSegments(track, samples, spanStarts);
    }

    public PlacedTrack track() {
        return track;
    }

    public SegmentTimes times() {
        return times;
    }

    public int count() {
        return samples.length - 1;
    }

    /// The first sample of segment `n`; for `n == count()` the end of all.
    public int firstSample(int n) {
        return samples[n];
    }

    /// Which of the track's configurations segment `n` has.
    int configurationIndex(int n) {
        return track.indexed().samples().cursor(samples[n]).configurationIndex();
    }

    /// Segments `from` to before `to`, which are of one span.
    PlacedTrack part(int from, int to) {
        return track.part(samples[from], samples[to]);
    }

    /// The first sample of every segment and, last, the end of all.
    int[] cutSamples() {
        return samples.clone();
    }

    public int sampleCount(int n) {
        return samples[n + 1] - samples[n];
    }
}
