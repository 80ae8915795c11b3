package dev.anabranch.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.transcode.LivePlan;
import dev.anabranch.transcode.LiveRun;
import dev.anabranch.transcode.LiveRung;
import dev.anabranch.transcode.LiveSound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One child process of a ladder, from its start to its end. Owned by the thread of its stream.
final class LadderTurn {

    /// Programs start slowly where much else is going on.
    private static final Duration START = Duration.ofSeconds(12);

    /// Together with [#HELD] less than the two seconds for which the presentation waits: the next
    /// child can still make what this one has not.
    static final Duration STALL = Duration.ofSeconds(1);

    /// What a child may hold when nothing more is fed.
    static final Duration HELD = Duration.ofMillis(500);

    private final LivePlan plan;
    private final LiveRun run;
    private final RungOutput output;
    private final long startedNanos;
    private final Map<Integer, Track> described = new HashMap<>();
    private final List<Frame> early = new ArrayList<>();
    private final Map<Integer, Duration> fed = new HashMap<>();
    private final Map<Integer, Duration> made = new HashMap<>();
    private final Lag lag = new Lag();
    private @Nullable Duration firstFed;
    private boolean isAnnounced;
    private long lastMadeNanos;

    /// Since when more is held than may be; 0 while it is not. Where a source or the whole machine
    /// has stood still it is not the child that has.
    private long heldSinceNanos;

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
        firstFed = firstFed == null ? time : firstFed;
        fed.put(frame.trackId(), time);
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
                    lastMadeNanos = nowNanos;
                    take(frame, stage::frame);
                }
            }
        }
        return failure;
    }

    private void describe(Track track, Stage stage) {
        described.put(track.id(), track);
        if (described.size() < trackIds().size()) {
            return;
        }
        isAnnounced = true;
        stage.tracks(trackIds().stream().map(described::get).toList());
        early.forEach(stage::frame);
        early.clear();
    }

    /// Renditions are called by the order of their tracks, which threads do not have.
    private void take(Frame frame, Consumer<Frame> out) {
        var track = described.get(frame.trackId());
        if (track != null) {
            made.put(frame.trackId(), time(frame, track.timescale()));
        }
        if (isAnnounced) {
            out.accept(frame);
        } else {
            early.add(frame);
        }
    }

    private List<Integer> trackIds() {
        return Stream.concat(
                        plan.rungs().stream().map(LiveRung::trackId),
                        plan.sounds().stream().map(LiveSound::trackId))
                .toList();
    }

    /// Whether something has come of it.
    boolean hasMade() {
        return isAnnounced;
    }

    Duration age(long nowNanos) {
        return Duration.ofNanos(nowNanos - startedNanos);
    }

    /// Whether nothing has come of it for too long, though it was fed.
    boolean isStalled(long nowNanos) {
        if (behind().compareTo(HELD) < 0) {
            heldSinceNanos = 0;
            return false;
        }
        heldSinceNanos = heldSinceNanos == 0 ? nowNanos : heldSinceNanos;
        return lastMadeNanos == 0
                ? nowNanos - startedNanos > START.toNanos()
                : nowNanos - Math.max(lastMadeNanos, heldSinceNanos) > STALL.toNanos();
    }

    /// Whether it cannot keep up.
    boolean isTooSlow(long nowNanos) {
        return isAnnounced && lag.isHopeless(behind(), nowNanos);
    }

    /// How far the slowest of what it makes is behind what it was fed.
    Duration behind() {
        var most = Duration.ZERO;
        for (var rung : plan.rungs()) {
            most = longer(most, behind(rung.trackId(), plan.video().orElseThrow()));
        }
        for (var sound : plan.sounds()) {
            most = longer(most, behind(sound.trackId(), plan.audio().orElseThrow()));
        }
        return most;
    }

    private Duration behind(int trackId, Track source) {
        var newest = fed.get(source.id());
        var from = made.getOrDefault(trackId, firstFed);
        return newest == null || from == null ? Duration.ZERO : newest.minus(from);
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
