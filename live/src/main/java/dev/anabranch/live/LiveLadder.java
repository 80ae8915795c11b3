package dev.anabranch.live;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.transcode.LivePlan;
import dev.anabranch.transcode.LiveRung;
import dev.anabranch.transcode.LiveSound;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Joins a stream on air to a child process that makes smaller renditions of it.
///
/// The stream's frames pass by here on their way to the presentation, which never waits for the
/// child; what the child makes enters the same presentation as further tracks. A child that has
/// died or does nothing is replaced by one that begins with the last keyframe and goes on where the
/// other left off; one that is too slow by one with a rung less. Owned by the thread of its stream.
final class LiveLadder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveLadder.class);

    /// To know how far apart pictures are.
    private static final int FIRST_PICTURES = 3;

    private static final double USUAL_FRAMES_PER_SECOND = 30;

    private final StreamName stream;
    private final LadderDesign design;
    private final Stage stage;
    private final LongSupplier nanos;
    private final Runnable wake;
    private final LadderTroubles troubles;
    private final BackOff backOff = new BackOff();
    private final GroupOfPictures group = new GroupOfPictures();
    private final Map<Integer, Long> madeUntil = new HashMap<>();
    private final Map<Integer, Track> made = new HashMap<>();
    private final Set<Integer> retired = new HashSet<>();
    private final SourceTracks source = new SourceTracks();
    private @Nullable LadderTurn turn;
    private Instant zero = Instant.EPOCH;
    private int dropped;
    private double toldFramesPerSecond; // the first child of a configuration; 0 before that

    /// Whether there is nothing to make of the source as it is now.
    private boolean isIdle;

    /// Where renditions are shown.
    interface Stage {
        /// These tracks will come, perhaps: it is better to wait a little than to begin without.
        void expect(Set<Integer> trackIds);

        void track(Track track);

        /// Takes and closes `frame`.
        void frame(Frame frame, Instant wallClock);

        /// Nobody is to choose this track any more, nothing more will come of it.
        void retire(int trackId);

        void warning(String message);

        void withdrawn(String message);
    }

    /// @param wake gets [#work] called on the stream's thread
    LiveLadder(
            StreamName stream,
            LadderDesign design,
            Stage stage,
            LongSupplier nanos,
            Runnable wake) {
        this.stream = stream;
        this.design = design;
        this.stage = stage;
        this.troubles = new LadderTroubles(stage);
        this.nanos = nanos;
        this.wake = wake;
    }

    /// A track of the source, before its first frame and at each change of its configuration.
    void track(Track track) {
        var change = source.describe(track);
        if (change == SourceTracks.Change.NONE) {
            return;
        }
        if (change == SourceTracks.Change.OTHER) {
            beginAnew();
        }
        if (made.isEmpty()) {
            stage.expect(plan().map(LiveLadder::trackIds).orElse(Set.of()));
        }
    }

    /// Nothing of what comes continues what was, and nothing that failed then need fail now. The
    /// child goes, the next begins with the next keyframe, if there is something to make.
    void discontinuity() {
        beginAnew();
    }

    private void beginAnew() {
        group.clear();
        source.beginAnew();
        toldFramesPerSecond = 0;
        isIdle = false;
        backOff.forget();
        troubles.onTime();
        stop();
    }

    private void stop() {
        if (turn != null) {
            turn.stop();
            turn = null;
        }
    }

    /// A frame of the source on its way to the presentation.
    ///
    /// @param frame takes and closes it
    void frame(Frame frame, Instant wallClock) {
        var track = source.track(frame.trackId());
        if (track.isEmpty() || frame.isConfiguration()) {
            frame.close();
            return;
        }
        if (source.hear(frame.trackId(), nanos.getAsLong())) {
            isIdle = false;
            stop();
        }
        if (isIdle) {
            frame.close();
            return;
        }
        zero = wallClock.minus(track.get().timescale().duration(frame.ptsTicks()));
        boolean isFed = turn == null || turn.feed(frame);
        if (source.video().isEmpty()) {
            group.clear();
        }
        group.add(frame, source.isPicture(frame.trackId()));
        source.video().ifPresent(picture -> group.forget(madeTicks(), picture.timescale()));
        if (!isFed) {
            replace("it takes nothing in");
        }
        if (turn == null && canBegin()) {
            begin();
        }
    }

    /// Up to when all pictures are made, on the source's clock.
    private long madeTicks() {
        return turn == null
                ? Long.MIN_VALUE
                : turn.plan().rungs().stream().mapToLong(this::start).min().orElse(Long.MAX_VALUE);
    }

    private boolean canBegin() {
        boolean hasEnough =
                source.video().isPresent() ? group.pictures() >= FIRST_PICTURES : !group.isEmpty();
        return hasEnough && backOff.isOver(nanos.getAsLong());
    }

    private Optional<LivePlan> plan() {
        return design.plan(source.video(), source.audio(), framesPerSecond(), dropped);
    }

    /// The same for every child: encoders write it in the parameter sets of what they make, and
    /// what the next one makes is to continue what the one before has made.
    private double framesPerSecond() {
        return toldFramesPerSecond > 0 ? toldFramesPerSecond : measuredFramesPerSecond();
    }

    private double measuredFramesPerSecond() {
        var video = source.video();
        var said =
                video.map(Track::codec)
                        .filter(VideoConfiguration.class::isInstance)
                        .flatMap(codec -> ((VideoConfiguration) codec).frameRate());
        if (said.isPresent() || video.isEmpty()) {
            return said.map(rate -> rate.toDouble()).orElse(USUAL_FRAMES_PER_SECOND);
        }
        return group.picturesPerSecond(video.get().timescale()).orElse(USUAL_FRAMES_PER_SECOND);
    }

    private void begin() {
        var plan = plan().map(this::continued);
        retireAllBut(plan.map(LiveLadder::trackIds).orElse(Set.of()));
        if (plan.isEmpty()) {
            isIdle = true;
            group.clear();
            troubles.complete();
            return;
        }
        toldFramesPerSecond = plan.get().framesPerSecond();
        long now = nanos.getAsLong();
        var output = new RungOutput(wake);
        try {
            var run = design.backend().start(plan.get(), output, wake);
            var begun = new LadderTurn(plan.get(), run, output, now);
            turn = begun;
            LOG.info("stream {}: {} makes {}", stream, design.backend().name(), names(plan.get()));
            for (var frame : group.frames()) {
                var _ = begun.feed(frame);
            }
        } catch (ProgramException | IOException unable) {
            pause(String.valueOf(unable.getMessage()), Duration.ZERO, now);
        }
    }

    /// From where the child before left off.
    private LivePlan continued(LivePlan plan) {
        var rungs = plan.rungs().stream().map(rung -> rung.startingAt(start(rung))).toList();
        var sounds = plan.sounds().stream().map(sound -> sound.startingAt(start(sound))).toList();
        return new LivePlan(
                plan.video(), plan.audio(), plan.framesPerSecond(), rungs, sounds, plan.limits());
    }

    private long start(LiveRung rung) {
        return start(rung.trackId(), source.video());
    }

    private long start(LiveSound sound) {
        return start(sound.trackId(), source.audio());
    }

    private long start(int trackId, Optional<Track> from) {
        var until = madeUntil.get(trackId);
        var track = made.get(trackId);
        return until == null || track == null || from.isEmpty()
                ? Long.MIN_VALUE
                : from.get().timescale().ticks(track.timescale().duration(until));
    }

    private static List<String> names(LivePlan plan) {
        return Stream.concat(
                        plan.rungs().stream().map(LiveRung::name),
                        plan.sounds().stream().map(sound -> sound.codec().name()))
                .toList();
    }

    private static Set<Integer> trackIds(LivePlan plan) {
        var ids = new HashSet<Integer>();
        plan.rungs().forEach(rung -> ids.add(rung.trackId()));
        plan.sounds().forEach(sound -> ids.add(sound.trackId()));
        return ids;
    }

    /// Shows what the child has made, and looks how it does. After each frame and each wake.
    void work() {
        long now = nanos.getAsLong();
        var missing = source.missing(now);
        if (turn != null && missing.stream().anyMatch(turn.plan()::takes)) {
            stop();
        }
        var running = turn;
        if (running == null) {
            return;
        }
        var ended = running.work(new Shown(), now);
        if (ended.isPresent()) {
            turn = null;
            running.stop();
            pause(ended.get(), running.hasMade() ? running.age(now) : Duration.ZERO, now);
            return;
        }
        var silent = running.silent(now);
        if (silent.isPresent()) {
            replace(silent.get());
        } else if (running.isTooSlow(now)) {
            dropRung(running);
        } else if (running.isOnTime()) {
            troubles.onTime();
        }
    }

    /// Kills a child that is of no use.
    private void replace(String why) {
        var running = turn;
        if (running == null) {
            return;
        }
        turn = null;
        running.stop();
        long now = nanos.getAsLong();
        pause(why, running.hasMade() ? running.age(now) : Duration.ZERO, now);
    }

    /// @param ranFor how long it had been of use
    private void pause(String why, Duration ranFor, long nowNanos) {
        var wait = backOff.failed(ranFor, nowNanos);
        troubles.missing(why);
        LOG.warn("stream {}: the encoder begins anew in {} s: {}", stream, wait.toSeconds(), why);
    }

    private void dropRung(LadderTurn running) {
        var rungs = running.plan().rungs();
        if (rungs.size() < 2) {
            troubles.late(String.join(", ", names(running.plan())));
            return;
        }
        var top = rungs.getFirst();
        dropped++;
        turn = null;
        running.stop();
        retire(top.trackId());
        troubles.leftOut(top.name());
        LOG.warn("stream {}: too slow, {} is left out", stream, top.name());
    }

    private void retireAllBut(Set<Integer> trackIds) {
        for (int id : made.keySet()) {
            if (!trackIds.contains(id)) {
                retire(id);
            }
        }
    }

    private void retire(int trackId) {
        if (made.containsKey(trackId) && retired.add(trackId)) {
            stage.retire(trackId);
        }
    }

    /// Takes what a child makes, and leaves out what the one before has made already.
    private final class Shown implements LadderTurn.Stage {

        @Override
        public void tracks(List<Track> tracks) {
            troubles.complete();
            for (var track : tracks) {
                made.put(track.id(), track);
                retired.remove(track.id());
                stage.track(named(track));
            }
        }

        private Track named(Track track) {
            var language = source.audio().map(Track::language).orElse(track.language());
            return track.kind() == TrackKind.AUDIO
                    ? new Track(track.id(), track.timescale(), track.codec(), language, "")
                    : track;
        }

        @Override
        public void frame(Frame frame) {
            long end = frame.ptsTicks() + (isSound(frame) ? frame.durationTicks() : 1);
            var track = made.get(frame.trackId());
            if (track == null || end <= madeUntil.getOrDefault(frame.trackId(), Long.MIN_VALUE)) {
                frame.close();
                return;
            }
            madeUntil.put(frame.trackId(), end);
            stage.frame(frame, zero.plus(track.timescale().duration(frame.ptsTicks())));
        }

        private boolean isSound(Frame frame) {
            return frame.trackId() >= LadderDesign.SOUND_TRACK;
        }
    }

    /// The process of the child, if there is one now.
    Optional<Long> pid() {
        return Optional.ofNullable(turn).map(LadderTurn::pid);
    }

    /// Kills the child, and waits until it is gone.
    @Override
    public void close() {
        group.clear();
        if (turn != null) {
            turn.close();
            turn = null;
        }
    }
}
