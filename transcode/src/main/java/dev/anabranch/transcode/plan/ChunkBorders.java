package dev.anabranch.transcode.plan;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.TranscodePlan;
import java.util.ArrayList;
import java.util.List;

/// The frames at which keyframes are put when a plan is carried out in one run.
///
/// @param times of the source
record ChunkBorders(TranscodePlan plan, FrameTimes times) {

    /// By number, from 0, ascending; all renditions have all of them.
    List<Integer> segments() {
        var starts =
                switch (plan.grid()) {
                    case KeyframeGrid.EveryFrames every -> every(every.frames());
                    case KeyframeGrid.EveryInterval every ->
                            every(new Rational(every.interval().toNanos(), 1_000_000_000));
                    case KeyframeGrid.AtTimes at -> at(at.seconds());
                };
        if (starts.isEmpty() || starts.getFirst() != 0) {
            starts.addFirst(0);
        }
        return starts;
    }

    private List<Integer> every(int frames) {
        var starts = new ArrayList<Integer>();
        for (int frame = 0; frame < times.count(); frame += frames) {
            starts.add(frame);
        }
        return starts;
    }

    private List<Integer> every(Rational interval) {
        var starts = new ArrayList<Integer>();
        var spaced = new KeyframeGrid.Spaced(interval.toDouble());
        for (int frame = 0; frame < times.count(); frame++) {
            if (spaced.has(times.seconds(frame).toDouble())) {
                starts.add(frame);
            }
        }
        return starts;
    }

    private List<Integer> at(List<Rational> seconds) {
        var starts = new ArrayList<Integer>();
        for (var time : seconds) {
            int frame = times.firstNotBefore(time);
            if (frame < times.count() && (starts.isEmpty() || frame > starts.getLast())) {
                starts.add(frame);
            }
        }
        return starts;
    }
}
