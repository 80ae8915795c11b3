package dev.anabranch.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Track;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.LiveBackend;
import dev.anabranch.transcode.LivePlan;
import dev.anabranch.transcode.LiveRun;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.VideoCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An encoder whose children do what a test tells them, at once and on its thread.
final class FakeEncoder implements LiveBackend {

    final List<Child> children = new ArrayList<>();

    private final IndexedTrack picture;
    private final IndexedTrack sound;

    /// @param picture what rungs look like
    /// @param sound what sounds are like
    FakeEncoder(IndexedTrack picture, IndexedTrack sound) {
        this.picture = picture;
        this.sound = sound;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Optional<String> encoder(VideoCodec codec) {
        return Optional.of("fake-video");
    }

    @Override
    public Optional<String> encoder(AudioCodec codec) {
        return Optional.of("fake-audio");
    }

    @Override
    public LiveRun start(LivePlan plan, TrackSink sink, Runnable onEnd) {
        var child = new Child(plan, sink);
        children.add(child);
        return child;
    }

    Child last() {
        return children.getLast();
    }

    static IndexedTrack as(int id, IndexedTrack like) {
        var track = like.track();
        return new IndexedTrack(
                new Track(id, track.timescale(), track.codec(), "und", ""),
                like.samples(),
                like.configurations(),
                0,
                -1,
                0);
    }

    final class Child implements LiveRun {

        final LivePlan plan;
        final List<Frame> fed = new ArrayList<>();

        /// Tracks of which nothing more comes.
        final Set<Integer> silent = new HashSet<>();

        boolean isStopped;
        boolean isFull;

        private final TrackSink sink;
        private final Map<Integer, Integer> made = new HashMap<>();
        private Optional<String> failure = Optional.empty();

        Child(LivePlan plan, TrackSink sink) {
            this.plan = plan;
            this.sink = sink;
        }

        /// Says what its tracks are, the last of the plan first.
        Child describe() throws IOException {
            for (var one : plan.sounds().reversed()) {
                sink.track(as(one.trackId(), sound));
            }
            for (var one : plan.rungs().reversed()) {
                if (!silent.contains(one.trackId())) {
                    sink.track(as(one.trackId(), picture));
                }
            }
            return this;
        }

        /// Makes of each rung what it was fed and has not made yet, but for the last `held`
        /// pictures.
        Child make(int held) {
            for (var rung : plan.rungs()) {
                if (silent.contains(rung.trackId())) {
                    continue;
                }
                int done = made.getOrDefault(rung.trackId(), 0);
                for (int i = done; i < fed.size() - held; i++) {
                    made.put(rung.trackId(), i + 1);
                    if (fed.get(i).ptsTicks() >= rung.startTicks()) {
                        give(rung.trackId(), fed.get(i));
                    }
                }
            }
            return this;
        }

        private void give(int trackId, Frame like) {
            try {
                sink.frame(
                        new Frame(
                                trackId,
                                like.ptsTicks(),
                                like.ptsTicks(),
                                like.durationTicks(),
                                like.isKeyframe(),
                                false,
                                Lease.of(new byte[10])));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        void die(String why) {
            failure = Optional.of(why);
        }

        @Override
        public boolean offer(Frame frame) {
            frame.close();
            if (isFull) {
                return false;
            }
            if (failure.isEmpty()
                    && plan.video().filter(track -> track.id() == frame.trackId()).isPresent()) {
                fed.add(frame);
            }
            return true;
        }

        @Override
        public Duration waiting() {
            return Duration.ZERO;
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public Optional<String> failure() {
            return failure;
        }

        @Override
        public void stop() {
            isStopped = true;
        }

        @Override
        public void close() {
            isStopped = true;
        }
    }
}
