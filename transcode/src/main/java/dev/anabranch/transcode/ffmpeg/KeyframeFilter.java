package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps keyframes off every place but those of the grid: an encoder may put one at a change of
/// scene, and which renditions get it differs. Such a picture is passed on as one like others.
final class KeyframeFilter implements TrackSink {

    private final TrackSink sink;
    private final Map<Integer, Places> placesByTrack = new HashMap<>();
    private final Map<Integer, Timescale> clocks = new ConcurrentHashMap<>();

    /// @param sink takes what is left
    KeyframeFilter(TranscodePlan plan, TrackSink sink) {
        this.sink = sink;
        for (var output : plan.video()) {
            if (output instanceof VideoOutput.Encoded encoded) {
                placesByTrack.put(encoded.trackId(), Places.of(encoded, plan.grid()));
            }
        }
    }

    /// The places of one track; used by the thread of that track. GOPs are closed, so everything
    /// that is shown before a keyframe came before it.
    interface Places {

        /// Asked once for each frame, in decode order.
        boolean has(double seconds);

        static Places of(VideoOutput.Encoded output, KeyframeGrid grid) {
            return switch (grid) {
                case KeyframeGrid.EveryFrames every ->
                        new Counted(every.frames() / output.frameDivisor());
                case KeyframeGrid.EveryInterval every ->
                        new KeyframeGrid.Spaced(every.interval().toNanos() / 1e9)::has;
                case KeyframeGrid.AtTimes times -> new Listed(times.seconds());
            };
        }
    }

    private static final class Counted implements Places {
        private final int frames;
        private long count;

        Counted(int frames) {
            this.frames = frames;
        }

        @Override
        public boolean has(double seconds) {
            return count++ % frames == 0;
        }
    }

    private static final class Listed implements Places {
        private final List<Rational> seconds;
        private int next;

        Listed(List<Rational> seconds) {
            this.seconds = seconds;
        }

        @Override
        public boolean has(double now) {
            boolean isFirst = false;
            while (next < seconds.size()
                    && seconds.get(next).toDouble() <= now + KeyframeGrid.SAME_SECONDS) {
                next++;
                isFirst = true;
            }
            return isFirst;
        }
    }

    @Override
    public void track(IndexedTrack track) throws IOException {
        clocks.put(track.track().id(), track.track().timescale());
        sink.track(track);
    }

    @Override
    public void frame(Frame frame) throws IOException {
        var places = placesByTrack.get(frame.trackId());
        if (places == null) {
            sink.frame(frame);
            return;
        }
        var clock = Objects.requireNonNull(clocks.get(frame.trackId()));
        boolean isPlace = places.has((double) frame.ptsTicks() / clock.ticksPerSecond());
        sink.frame(frame.isKeyframe() && !isPlace ? plain(frame) : frame);
    }

    @Override
    public void end(int trackId) throws IOException {
        sink.end(trackId);
    }

    private static Frame plain(Frame frame) {
        return new Frame(
                frame.trackId(),
                frame.dtsTicks(),
                frame.ptsTicks(),
                frame.durationTicks(),
                false,
                frame.isConfiguration(),
                frame.payload());
    }
}
