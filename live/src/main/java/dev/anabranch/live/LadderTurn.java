package dev.anabranch.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.transcode.LivePlan;
import dev.anabranch.transcode.LiveRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One child process of a ladder, from its start to its end. Owned by the thread of its stream.
final class LadderTurn {

    /// Programs start slowly where much else is going on.
    private static final Duration START = Duration.ofSeconds(12);

    /// Together with [TrackProgress#HELD] less than the two seconds for which the presentation
    /// waits: the next child can still make what this one has not.
    static final Duration STALL = Duration.ofSeconds(1);

    /// What waits for a track that has not begun. A child with more has one that never will.
    private static final int MAX_EARLY_FRAMES = 4096;

    private static final long MAX_EARLY_BYTES = 32L << 20;

    private final LivePlan plan;
    private final LiveRun run;
    private final RungOutput output;
    private final long startedNanos;
    private final Map<Integer, Track> described = new HashMap<>();
    private final List<Frame> early = new ArrayList<>();
    private final Map<Integer, TrackProgress> progress = new LinkedHashMap<>();
    private final Lag lag = new Lag();
    private long earlyBytes;
    private boolean isAnnounced;

    /// When the first of all frames came; 0 before that.
    private long firstMadeNanos;

    /// Where it goes what a child makes.
    interface Stage {
        /// All tracks, in the order of the plan.
        void tracks(List<Track> tracks);

        /// Takes and closes `frame`.
        void frame(Frame frame);
    }

    LadderTurn(LivePlan plan, LiveRun run, RungOutput output, long nowNanos) {
        this.plan = plan;
        this.run = run;
        this.output = output;
        this.startedNanos = nowNanos;
        for (var rung : plan.rungs()) {
            var source = plan.video().orElseThrow();
            expect(rung.trackId(), rung.name(), source, rung.startTicks());
        }
        for (var sound : plan.sounds()) {
            var source = plan.audio().orElseThrow();
            expect(sound.trackId(), sound.codec().name(), source, sound.startTicks());
        }
    }

    private void expect(int trackId, String name, Track source, long startTicks) {
        var start =
                startTicks == Long.MIN_VALUE
                        ? TrackProgress.FROM_FIRST
                        : source.timescale().duration(startTicks);
        progress.put(trackId, new TrackProgress(name, source.id(), start));
    }

    LivePlan plan() {
        return plan;
    }

    long pid() {
        return run.pid();
    }

    /// Feeds a copy of `frame`, if it is of use.
    ///
    /// @return false when the child has not taken anything for too long
    boolean feed(Frame frame) {
        if (!plan.takes(frame.trackId())) {
            return true;
        }
        var time = time(frame, source(frame.trackId()).timescale());
        progress.values().forEach(track -> track.fed(frame.trackId(), time));
        return run.offer(copy(frame, frame.payload().retain()));
    }

    private static Frame copy(Frame frame, Lease payload) {
        return new Frame(
                frame.trackId(),
                frame.dtsTicks(),
                frame.ptsTicks(),
                frame.durationTicks(),
                frame.isKeyframe(),
                frame.isConfiguration(),
                payload);
    }

    private Track source(int trackId) {
        return Stream.concat(plan.video().stream(), plan.audio().stream())
                .filter(track -> track.id() == trackId)
                .findFirst()
                .orElseThrow();
    }

    private static Duration time(Frame frame, Timescale clock) {
        return clock.duration(frame.dtsTicks());
    }

    /// Hands on what the child has made by now.
    ///
    /// @return why it has ended and nothing more comes; empty while it runs
    Optional<String> work(Stage stage, long nowNanos) {
        // Asked for first: all that was made is there when it has ended.
        var failure = run.failure();
        for (var piece = output.poll(); piece != null; piece = output.poll()) {
            switch (piece) {
                case RungOutput.Piece.Described(var track) -> describe(track, stage);
                case RungOutput.Piece.Made(var frame) -> {
                    note(frame, nowNanos);
                    take(frame, stage::frame);
                }
            }
        }
        return failure;
    }

    private void describe(Track track, Stage stage) {
        described.put(track.id(), track);
        if (described.size() < progress.size()) {
            return;
        }
        isAnnounced = true;
        stage.tracks(progress.keySet().stream().map(described::get).toList());
        early.forEach(stage::frame);
        early.clear();
    }

    private void note(Frame frame, long nowNanos) {
        firstMadeNanos = firstMadeNanos == 0 ? nowNanos : firstMadeNanos;
        var track = described.get(frame.trackId());
        var making = progress.get(frame.trackId());
        if (track != null && making != null) {
            making.made(time(frame, track.timescale()), nowNanos);
        }
    }

    /// Renditions are called by the order of their tracks, which threads do not have.
    private void take(Frame frame, Consumer<Frame> out) {
        if (isAnnounced) {
            out.accept(frame);
        } else if (hasRoom()) {
            earlyBytes += frame.payload().bytes().byteSize();
            early.add(frame);
        } else {
            frame.close();
        }
    }

    private boolean hasRoom() {
        return early.size() < MAX_EARLY_FRAMES && earlyBytes < MAX_EARLY_BYTES;
    }

    /// Whether something has come of it.
    boolean hasMade() {
        return isAnnounced;
    }

    Duration age(long nowNanos) {
        return Duration.ofNanos(nowNanos - startedNanos);
    }

    /// What nothing has come of for too long, though it was fed: the child itself, or one of the
    /// tracks it makes.
    ///
    /// @return in words; empty while all is well
    Optional<String> silent(long nowNanos) {
        var silent = progress.values().stream().filter(track -> isSilent(track, nowNanos)).toList();
        if (silent.isEmpty() && !hasRoom()) {
            silent = progress.values().stream().filter(track -> !track.hasMade()).toList();
        }
        if (silent.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                silent.size() == progress.size()
                        ? "nothing comes of it"
                        : silent.stream()
                                .map(TrackProgress::name)
                                .collect(Collectors.joining(", ", "nothing comes of its ", "")));
    }

    /// Where one track has begun the others are given as long again: it says how slow the machine
    /// is just now.
    private boolean isSilent(TrackProgress track, long nowNanos) {
        if (firstMadeNanos == 0) {
            return !track.silence(startedNanos, nowNanos).isZero()
                    && age(nowNanos).compareTo(START) > 0;
        }
        var begun = Duration.ofNanos(firstMadeNanos - startedNanos);
        var patience = track.hasMade() ? STALL : longer(STALL, begun);
        return track.silence(firstMadeNanos, nowNanos).compareTo(patience) > 0;
    }

    /// Whether it cannot keep up.
    boolean isTooSlow(long nowNanos) {
        return isAnnounced && lag.isHopeless(behind(), nowNanos);
    }

    /// Whether all it makes comes in time for the presentation.
    boolean isOnTime() {
        return isAnnounced && behind().compareTo(Lag.BEHIND) < 0;
    }

    /// How far the slowest of what it makes is behind what it was fed.
    private Duration behind() {
        return progress.values().stream()
                .map(TrackProgress::behind)
                .reduce(Duration.ZERO, LadderTurn::longer);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /// Kills it, without waiting until it is gone.
    void stop() {
        output.close();
        run.stop();
    }

    /// Kills it, and waits until it is gone.
    void close() {
        output.close();
        run.close();
    }
}
