package dev.anabranch.packager.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One track as it arrives: its frames that wait to be put in a part, and the cuts that wait for
/// its frames. Owned by the feeding thread.
final class TrackInput {

    /// Pictures are not shown further from where they are decoded in any codec.
    private static final Duration MAX_OFFSET = Duration.ofSeconds(10);

    /// Frames of a track that cannot begin are not kept for ever.
    private static final int MAX_PENDING = 4096;

    private final Timescale clock;
    private final ArrayDeque<Sample> pending = new ArrayDeque<>();
    private final ArrayDeque<Cut> cuts = new ArrayDeque<>();
    private final Announcer announcer;
    private final String name;
    private final @Nullable SoundRun sound;
    private Track source;
    private Track format;
    private @Nullable Lane lane;
    private boolean isPlaced;
    private boolean awaitsKeyframe;
    private long shiftTicks;
    private int lastEpoch = -1;
    private long firstDtsTicks;
    private long lastDtsTicks;
    private Optional<Timestamp> newest = Optional.empty();

    /// @param name its rendition's
    TrackInput(Track source, String name, Announcer announcer) {
        this.source = source;
        this.name = name;
        this.announcer = announcer;
        clock = source.timescale();
        format = source;
        sound = source.kind() == TrackKind.AUDIO ? new SoundRun(clock) : null;
    }

    String name() {
        return name;
    }

    Timescale clock() {
        return clock;
    }

    TrackKind kind() {
        return source.kind();
    }

    /// What its next frames are decoded with, on its first clock.
    Track format() {
        return format;
    }

    ArrayDeque<Sample> pending() {
        return pending;
    }

    ArrayDeque<Cut> cuts() {
        return cuts;
    }

    Optional<Lane> lane() {
        return Optional.ofNullable(lane);
    }

    /// A picture is left out: those after it refer to it, until the next keyframe.
    void lose() {
        awaitsKeyframe = kind() == TrackKind.VIDEO;
    }

    /// Whether a picture refers to one that was left out.
    boolean isBroken(Sample sample) {
        awaitsKeyframe &= !sample.isKeyframe();
        return awaitsKeyframe;
    }

    void start(Lane newLane) {
        lane = newLane;
    }

    /// The presentation's time of the last frame that came in this epoch.
    Optional<Timestamp> newest() {
        return newest;
    }

    /// How much has come of it.
    Duration waited() {
        return clock.duration(lastDtsTicks - firstDtsTicks);
    }

    void describe(Track track) {
        source = track;
        format = new Track(track.id(), clock, track.codec(), track.language(), track.name());
    }

    /// Takes a frame; dropped when its times cannot be used.
    void add(Frame frame, int epoch, Instant wallClock) {
        long dts = source.timescale().convert(frame.dtsTicks(), clock, RoundingMode.HALF_UP);
        long pts = source.timescale().convert(frame.ptsTicks(), clock, RoundingMode.HALF_UP);
        long lasts = source.timescale().convert(frame.durationTicks(), clock, RoundingMode.HALF_UP);
        boolean goesBack = epoch == lastEpoch && dts < lastDtsTicks;
        if (goesBack || Math.abs(pts - dts) > clock.ticks(MAX_OFFSET)) {
            announcer.warning(
                    "times " + name,
                    name
                            + ": frames whose times go back or lie far apart are left out; restart"
                            + " the encoder");
            frame.close();
            return;
        }
        firstDtsTicks = lastEpoch < 0 ? dts : firstDtsTicks;
        lastEpoch = epoch;
        lastDtsTicks = dts;
        boolean isSound = kind() == TrackKind.AUDIO;
        arrive(
                new Sample(
                        dts + shiftTicks,
                        (isSound ? dts : pts) + shiftTicks,
                        isSound ? lasts : 0,
                        isSound || frame.isKeyframe(),
                        format,
                        epoch,
                        wallClock,
                        frame.payload()));
    }

    private void arrive(Sample sample) {
        if (isPlaced) {
            newest = Optional.of(new Timestamp(sample.dtsTicks(), clock));
        }
        if (isPlaced && sound != null) {
            sound.add(sample, this::keep);
            return;
        }
        keep(sample);
    }

    private void keep(Sample sample) {
        pending.add(sample);
        if (pending.size() > MAX_PENDING) {
            pending.removeFirst().drop();
        }
    }

    /// Says which time of the source is the presentation's 0: what waits already is put in its
    /// place.
    void place(Timestamp origin) {
        isPlaced = true;
        shiftTicks = -origin.on(clock).ticks();
        var waiting = new ArrayDeque<>(pending);
        pending.clear();
        waiting.forEach(sample -> arrive(sample.moved(shiftTicks)));
    }

    /// Makes silence up to `ticks` in the lane's epoch.
    ///
    /// @return false where that is not possible
    boolean fillWithSilence(long ticks) {
        var to = lane;
        if (sound == null || to == null) {
            return false;
        }
        sound.resume(to.epoch(), to.startTicks());
        return sound.fill(ticks, this::keep);
    }

    /// Whether the sample comes before the cut, that is: nearer to the segment that ends there.
    boolean isBefore(Sample sample, Cut cut) {
        var to = lane;
        long at = cut.at().on(clock).ticks();
        if (to == null || !to.hasStarted()) {
            return sample.ptsTicks() < at;
        }
        return to.presentedTicks(sample.dtsTicks()) < at - to.spacingTicks() / 2;
    }

    void drop() {
        pending.forEach(Sample::drop);
        pending.clear();
        if (lane != null) {
            lane.drop();
        }
    }
}
