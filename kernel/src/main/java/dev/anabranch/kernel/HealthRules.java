package dev.anabranch.kernel;

import dev.anabranch.kernel.Health.Fault;
import dev.anabranch.kernel.Health.Level;
import dev.anabranch.kernel.Health.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What counts as a fault of a stream, and the encoder's setting that cures it.
final class HealthRules {

    static final long STALL_NANOS = 3_000_000_000L;
    private static final long RECENT_NANOS = 60_000_000_000L;
    private static final double KEYFRAME_WARNING_SECONDS = 4.05;
    private static final double KEYFRAME_BAD_SECONDS = 10;
    private static final int MISSING_KEYFRAMES = 150;
    private static final double COLLAPSE_SHARE = 0.25;
    private static final double JITTER_WARNING_MILLIS = 100;
    private static final double JITTER_BAD_MILLIS = 500;
    private static final double SKEW_WARNING_MILLIS = 500;
    private static final double SKEW_BAD_MILLIS = 2_000;
    private static final double DRIFT_WARNING_MILLIS = 500;
    private static final double DRIFT_BAD_MILLIS = 2_000;

    private final List<Reason> reasons = new ArrayList<>();

    /// @param meter whose turn the caller has
    Health judge(Meter meter, Quality quality, long nowNanos) {
        stall(meter, nowNanos);
        keyframes(meter, quality);
        rate(meter, nowNanos);
        clocks(quality);
        recent(meter, quality, nowNanos);
        return health();
    }

    HealthRules add(Fault fault, Level level, String message) {
        reasons.add(new Reason(fault, level, message));
        return this;
    }

    Health health() {
        reasons.sort(Comparator.comparing(Reason::level).reversed());
        return new Health(reasons.isEmpty() ? Level.GOOD : reasons.getFirst().level(), reasons);
    }

    private void stall(Meter meter, long nowNanos) {
        if (meter.silentNanos(nowNanos) >= STALL_NANOS) {
            add(
                    Fault.STALLED,
                    Level.BAD,
                    "the encoder is connected and has sent nothing for %.0f s: check its upload"
                            + " speed, lower the bit rate",
                    meter.silentNanos(nowNanos) / 1e9);
        }
    }

    private void keyframes(Meter meter, Quality quality) {
        if (meter.missingKeyframes() >= MISSING_KEYFRAMES) {
            add(
                    Fault.NO_KEYFRAME,
                    Level.BAD,
                    "no keyframe in the last %.0f pictures: set the keyframe interval to 2 s (ffmpeg:"
                            + " -g 60 at 30 fps), switch intra refresh off",
                    (double) meter.missingKeyframes());
            return;
        }
        double seconds = 0;
        for (var track : quality.tracks()) {
            seconds = Math.max(seconds, track.keyframeDistanceSeconds());
        }
        if (seconds > KEYFRAME_WARNING_SECONDS) {
            add(
                    Fault.KEYFRAME_DISTANCE,
                    seconds > KEYFRAME_BAD_SECONDS ? Level.BAD : Level.WARNING,
                    "keyframes are %.1f s apart: set the keyframe interval to 2 s (OBS: Output,"
                            + " Keyframe Interval 2; ffmpeg: -g 60 at 30 fps)",
                    seconds);
        }
    }

    private void rate(Meter meter, long nowNanos) {
        double share = meter.shareOfUsualRate(nowNanos);
        if (share < COLLAPSE_SHARE) {
            add(
                    Fault.BITRATE_COLLAPSE,
                    Level.WARNING,
                    "the bit rate has fallen to %.0f %% of the last minute's: set a bit rate that the"
                            + " upload carries, constant (CBR)",
                    100 * share);
        }
    }

    private void clocks(Quality quality) {
        graded(
                Fault.JITTER,
                quality.jitterMillis(),
                JITTER_WARNING_MILLIS,
                JITTER_BAD_MILLIS,
                "frames come in bursts, %.0f ms off their timestamps: lower the bit rate, use a wire"
                        + " instead of Wi-Fi, send a file in real time (ffmpeg: -re)");
        graded(
                Fault.SKEW,
                quality.skewMillis(),
                SKEW_WARNING_MILLIS,
                SKEW_BAD_MILLIS,
                "sound comes %.0f ms after the picture of the same time: set the audio sync offset to"
                        + " 0, mux both by time (ffmpeg: -max_interleave_delta)");
        graded(
                Fault.DRIFT,
                quality.driftMillis(),
                DRIFT_WARNING_MILLIS,
                DRIFT_BAD_MILLIS,
                "timestamps are %.0f ms ahead of the clock (less than 0: behind) since the start: the"
                        + " encoder is overloaded (a faster preset, fewer pixels) or does not send in"
                        + " real time (ffmpeg: -re)");
    }

    private void graded(Fault fault, double millis, double warning, double bad, String message) {
        double size = Math.abs(millis);
        if (size > warning) {
            add(fault, size > bad ? Level.BAD : Level.WARNING, message, millis);
        }
    }

    private void recent(Meter meter, Quality quality, long nowNanos) {
        if (meter.hasJumpedSince(nowNanos - RECENT_NANOS)) {
            add(
                    Fault.TIMESTAMP_JUMPS,
                    Level.WARNING,
                    "timestamps have jumped within the last minute: let the encoder count them on when"
                            + " its input repeats (ffmpeg: -fflags +genpts, one output a process)",
                    0);
        }
        if (meter.hasDroppedSince(nowNanos - RECENT_NANOS)) {
            add(
                    Fault.DROPPED_FRAMES,
                    Level.BAD,
                    "%.0f frames were dropped because the stream's memory is full: lower the bit rate,"
                            + " or raise the limit of the stream",
                    (double) quality.droppedFrames());
        }
    }

    private void add(Fault fault, Level level, String message, double value) {
        add(fault, level, String.format(Locale.ROOT, message, value));
    }
}
