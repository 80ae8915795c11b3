package dev.anabranch.transcode;

import dev.anabranch.media.Rational;
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

    /// As the encoder is told: after n keyframes the next is at the first frame not before n
    /// intervals, so that a pause of several is followed by as many keyframes.
    private List<Integer> every(Rational interval) {
        var starts = new ArrayList<Integer>();
        double seconds = interval.toDouble();
        for (int frame = 0; frame < times.count(); frame++) {
            if (times.seconds(frame).toDouble() >= starts.size() * seconds) {
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
