package dev.anabranch.media.ts;

import dev.anabranch.media.IndexedTrack;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// Cuts tracks into segments as a packager would: at the sync samples of the first track, and every
/// 20 samples when all are.
final class Cuts {

    private static final int SAMPLES = 20;

    private Cuts() {}

    static List<List<SampleRange>> atSyncSamples(List<IndexedTrack> tracks) {
        var leader = tracks.getFirst().samples();
        boolean allSync = leader.syncCount() == leader.count();
        var starts = new ArrayList<Integer>();
        for (int n = 0; n < leader.syncCount(); n += allSync ? SAMPLES : 1) {
            starts.add(leader.syncSample(n));
        }
        var segments = new ArrayList<List<SampleRange>>();
        for (int n = 0; n < starts.size(); n++) {
            var ranges = new ArrayList<SampleRange>();
            for (var track : tracks) {
                int from = n == 0 ? 0 : start(tracks, track, starts.get(n));
                int to =
                        n + 1 == starts.size()
                                ? track.samples().count()
                                : start(tracks, track, starts.get(n + 1));
                ranges.add(new SampleRange(from, to));
            }
            segments.add(ranges);
        }
        return segments;
    }

    private static int start(List<IndexedTrack> tracks, IndexedTrack track, int leaderSample) {
        var leader = tracks.getFirst();
        if (track == leader) {
            return leaderSample;
        }
        long dts = leader.samples().cursor(leaderSample).dtsTicks();
        var scale = leader.track().timescale();
        return track.samples()
                .sampleAt(scale.convert(dts, track.track().timescale(), RoundingMode.FLOOR));
    }
}
