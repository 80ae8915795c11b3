package dev.anabranch.live;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import dev.anabranch.packager.live.LiveListener;
import dev.anabranch.packager.live.LivePart;
import dev.anabranch.packager.live.LivePolicy;
import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.LiveRendition;
import dev.anabranch.packager.live.LiveSegment;
import dev.anabranch.packager.live.Recording;
import dev.anabranch.packager.live.RecordingListener;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One time that a stream is on air, from its first track to its end: the presentation that comes
/// of it. Fed by one thread, looked at by any.
final class Airing implements LiveListener, RecordingListener, LiveLadder.Stage {

    private static final Logger LOG = LoggerFactory.getLogger(Airing.class);

    /// Of each kind of warning one stands, and there are few kinds; more is a bug that must not
    /// take memory for ever.
    private static final int MAXIMUM_WARNINGS = 16;

    private final StreamName stream;
    private final Instant since;
    private final LongSupplier nanos;
    private final LivePresentation presentation;
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    /// Of the frame that is being packaged; the feeding thread's own.
    private long arrivalNanos;

    /// From the feeding thread to those who look.
    private volatile long delayNanos;

    /// From the feeding thread to those who look; null while on air.
    private volatile @Nullable Instant endedAt;

    /// From the one who writes it to those who look; null while all is well.
    private volatile @Nullable String recordingTrouble;

    private @Nullable Recording recording;
    private @Nullable LiveLadder ladder;

    Airing(StreamName stream, LivePolicy policy, Instant since, LongSupplier nanos) {
        this.stream = stream;
        this.since = since;
        this.nanos = nanos;
        this.presentation = new LivePresentation(policy, this);
    }

    /// Before the first track. What cannot be recorded is on air all the same.
    void record(Recordings recordings) {
        try {
            recording = recordings.begin(stream, since, presentation, this);
        } catch (IOException failure) {
            LOG.warn("stream {} is not recorded", stream, failure);
            recordingTrouble = "Not recorded: " + failure.getMessage();
        }
    }

    /// Before the first track. What cannot be made smaller is on air all the same.
    ///
    /// @param wake gets [#work] called on the feeding thread
    void climb(LadderSettings settings, EncoderSource encoder, Runnable wake) {
        try {
            var design = new LadderDesign(settings, encoder.backend());
            ladder = new LiveLadder(stream, design, this, nanos, wake);
        } catch (ProgramException missing) {
            LOG.warn("stream {} has no smaller renditions", stream, missing);
            warning(LadderTroubles.noEncoder(String.valueOf(missing.getMessage())));
        }
    }

    /// Shows what has been made of it by now.
    void work() {
        var rungs = ladder;
        if (rungs != null) {
            rungs.work();
        }
    }

    Optional<Recording> recording() {
        return Optional.ofNullable(recording);
    }

    Instant since() {
        return since;
    }

    LivePresentation presentation() {
        return presentation;
    }

    /// How long after the arrival of its last frame the newest part was there.
    long delayNanos() {
        return delayNanos;
    }

    List<String> warnings() {
        var trouble = recordingTrouble;
        if (trouble == null) {
            return List.copyOf(warnings);
        }
        var all = new ArrayList<String>(warnings);
        all.add(trouble);
        return all;
    }

    /// One that is published.
    void sourceTrack(Track track) {
        presentation.track(track);
        var rungs = ladder;
        if (rungs != null) {
            rungs.track(track);
        }
    }

    /// One that is made here.
    @Override
    public void track(Track track) {
        presentation.track(track);
    }

    @Override
    public void expect(Set<Integer> trackIds) {
        presentation.expect(trackIds);
    }

    @Override
    public void frame(Frame frame, Instant wallClock) {
        presentation.frame(frame, wallClock);
    }

    @Override
    public void retire(int trackId) {
        presentation.retire(trackId);
    }

    void frame(Frame frame, Instant wallClock, long arrivedNanos) {
        arrivalNanos = arrivedNanos;
        var rungs = ladder;
        if (rungs == null) {
            presentation.frame(frame, wallClock);
            return;
        }
        var copy = frame.payload().retain();
        presentation.frame(frame, wallClock);
        rungs.frame(
                new Frame(
                        frame.trackId(),
                        frame.dtsTicks(),
                        frame.ptsTicks(),
                        frame.durationTicks(),
                        frame.isKeyframe(),
                        frame.isConfiguration(),
                        copy),
                wallClock);
        rungs.work();
    }

    void discontinuity() {
        presentation.discontinuity();
        var rungs = ladder;
        if (rungs != null) {
            rungs.discontinuity();
        }
    }

    /// The presentation stays as it is, until [#close].
    void end(Instant now) {
        try {
            leaveLadder();
            presentation.end();
        } finally {
            endedAt = now;
        }
    }

    /// Empty while on air.
    Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    private void leaveLadder() {
        var rungs = ladder;
        if (rungs != null) {
            rungs.close();
        }
    }

    /// Waits until its recording is complete, and nothing encodes any more.
    void close() {
        leaveLadder();
        if (recording != null) {
            recording.close();
        }
        presentation.close();
    }

    @Override
    public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
        delayNanos = nanos.getAsLong() - arrivalNanos;
    }

    @Override
    public void warning(String message) {
        if (warnings.size() < MAXIMUM_WARNINGS && !warnings.contains(message)) {
            warnings.add(message);
        }
    }

    @Override
    public void withdrawn(String message) {
        warnings.remove(message);
    }

    @Override
    public void interrupted(String reason) {
        recordingTrouble = "Not recorded for now: " + reason;
        LOG.warn("stream {} is not recorded for now: {}", stream, reason);
    }

    @Override
    public void resumed() {
        recordingTrouble = null;
        LOG.warn("stream {} is recorded again", stream);
    }

    @Override
    public void failed(String reason) {
        recordingTrouble = "The recording is not complete: " + reason;
        LOG.warn("the recording of stream {} is not complete: {}", stream, reason);
    }
}
