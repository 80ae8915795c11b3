package dev.anabranch.kernel;

import dev.anabranch.kernel.Health.Fault;
import dev.anabranch.kernel.Health.Level;
import dev.anabranch.kernel.Health.Reason;
import dev.anabranch.media.TrackKind;
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
    private static final double SPIKE_SHARE = 3;

    /// Below this a spike hurts nobody's connection.
    private static final long SPIKE_BITS_PER_SECOND = 2_000_000;

    /// A track is gone when this long nothing of it has come with the others.
    private static final long TRACK_LOST_NANOS = 5_000_000_000L;

    private static final double LEAST_SHARE_OF_FRAMES = 0.5;
    private static final int LEAST_FRAMES = 5;
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
        tracks(meter, nowNanos);
        keyframes(meter, quality);
        rate(meter, nowNanos);
        frameRate(meter, quality, nowNanos);
        clocks(quality);
        recent(meter, quality, nowNanos);
        return health();
    }

    void standsIn(String standIn) {
        add(
                Fault.FAILED_OVER,
                Level.WARNING,
                standIn
                        + " stands in, the encoder is not there: start it again, and switch on that it"
                        + " reconnects by itself (OBS: Advanced, Automatically Reconnect)");
    }

    void publisherIsLost() {
        add(
                Fault.PUBLISHER_LOST,
                Level.BAD,
                "the encoder is gone; viewers wait for it: switch on that it reconnects by itself (OBS:"
                        + " Advanced, Automatically Reconnect)");
    }

    void slateIsBroken(String why) {
        add(
                Fault.SLATE_BROKEN,
                Level.WARNING,
                "the slate cannot be shown: " + why + ": name an MP4 file of H.264 and AAC");
    }

    private void add(Fault fault, Level level, String message) {
        reasons.add(new Reason(fault, level, message));
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
                            + " speed, lower the bit rate (OBS: Output, Video Bitrate; ffmpeg: -b:v)",
                    meter.silentNanos(nowNanos) / 1e9);
        }
    }

    private void keyframes(Meter meter, Quality quality) {
        if (meter.missingKeyframes() >= MISSING_KEYFRAMES) {
            add(
                    Fault.NO_KEYFRAME,
                    Level.BAD,
                    "no keyframe in the last %.0f pictures: set the keyframe interval to 2 s (OBS:"
                            + " Output, Keyframe Interval 2; ffmpeg: -g 60 at 30 fps), switch intra"
                            + " refresh and open GOPs off (x264: intra-refresh=0:open-gop=0)",
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

    private void tracks(Meter meter, long nowNanos) {
        double noPicture = meter.lostNanos(TrackKind.VIDEO) / 1e9;
        if (meter.lostNanos(TrackKind.VIDEO) >= TRACK_LOST_NANOS) {
            add(
                    Fault.VIDEO_LOST,
                    Level.BAD,
                    "sound comes and no picture since %.0f s: look whether the camera or capture still"
                            + " works, and start the encoder's output again (OBS: Stop and Start"
                            + " Streaming; ffmpeg: -map 0:v)",
                    noPicture);
        }
        double noSound = meter.lostNanos(TrackKind.AUDIO) / 1e9;
        if (meter.lostNanos(TrackKind.AUDIO) >= TRACK_LOST_NANOS) {
            add(
                    Fault.AUDIO_LOST,
                    Level.WARNING,
                    "pictures come and no sound since %.0f s: look whether the microphone still works,"
                            + " send silence instead of nothing (OBS: Audio Mixer; ffmpeg: -af"
                            + " aresample=async=1)",
                    noSound);
        }
        if (meter.isMute(nowNanos)) {
            add(
                    Fault.NO_AUDIO,
                    Level.GOOD,
                    "there is no sound: if there should be, give the encoder one (OBS: Settings, Audio;"
                            + " ffmpeg: -map 0:a -c:a aac)");
        }
    }

    private void frameRate(Meter meter, Quality quality, long nowNanos) {
        if (quality.jitterMillis() > JITTER_WARNING_MILLIS
                || meter.silentNanos(nowNanos) >= STALL_NANOS
                || meter.lostNanos(TrackKind.VIDEO) >= TRACK_LOST_NANOS) {
            return;
        }
        var range = meter.frameRates(nowNanos);
        if (range.least() < LEAST_SHARE_OF_FRAMES * range.most()
                && range.most() - range.least() >= LEAST_FRAMES) {
            reasons.add(
                    new Reason(
                            Fault.FRAME_RATE,
                            Level.WARNING,
                            String.format(
                                    Locale.ROOT,
                                    "between %d and %d pictures come in a second: the encoder is"
                                            + " overloaded (a faster preset, fewer pixels; OBS: Stats"
                                            + " counts skipped frames), or set a constant frame rate (OBS:"
                                            + " Settings, Video, FPS; ffmpeg: -fps_mode cfr -r 30)",
                                    range.least(),
                                    range.most())));
        }
    }

    private void rate(Meter meter, long nowNanos) {
        double peak = meter.peakOverMean(nowNanos);
        if (peak > SPIKE_SHARE && 8 * meter.peakBytesPerSecond(nowNanos) > SPIKE_BITS_PER_SECOND) {
            add(
                    Fault.BITRATE_SPIKES,
                    Level.WARNING,
                    "the bit rate has peaks of %.1f times its mean, where viewers' connections stall:"
                            + " make it constant (OBS: Output, Rate Control CBR; ffmpeg: -b:v 4M -maxrate"
                            + " 4M -bufsize 4M)",
                    peak);
        }
        double share = meter.shareOfUsualRate(nowNanos);
        if (share < COLLAPSE_SHARE) {
            add(
                    Fault.BITRATE_COLLAPSE,
                    Level.WARNING,
                    "the bit rate has fallen to %.0f %% of the last minute's: set a bit rate that the"
                            + " upload carries (OBS: Output, Video Bitrate, Rate Control CBR; ffmpeg:"
                            + " -b:v -maxrate -bufsize)",
                    100 * share);
        }
    }

    private void clocks(Quality quality) {
        graded(
                Fault.JITTER,
                quality.jitterMillis(),
                JITTER_WARNING_MILLIS,
                JITTER_BAD_MILLIS,
                "frames come in bursts, %.0f ms off their timestamps: lower the bit rate (OBS: Output,"
                        + " Video Bitrate; ffmpeg: -b:v), use a wire instead of Wi-Fi, send a file in"
                        + " real time (ffmpeg: -re)");
        graded(
                Fault.SKEW,
                quality.skewMillis(),
                SKEW_WARNING_MILLIS,
                SKEW_BAD_MILLIS,
                "sound comes %.0f ms "
                        + (quality.skewMillis() < 0 ? "before" : "after")
                        + " the picture of the same time: set the sync offset to 0 (OBS: Advanced Audio Properties; ffmpeg: no -itsoffset),"
                        + " mux both by time (ffmpeg: -max_interleave_delta 0)");
        graded(
                Fault.DRIFT,
                quality.driftMillis(),
                DRIFT_WARNING_MILLIS,
                DRIFT_BAD_MILLIS,
                "timestamps are %.0f ms "
                        + (quality.driftMillis() < 0 ? "behind" : "ahead of")
                        + " the clock since the start: the encoder is overloaded (OBS: Output, CPU Usage Preset veryfast, a smaller"
                        + " Output Resolution; ffmpeg: -preset veryfast) or does not send in real time"
                        + " (ffmpeg: -re)");
    }

    private void graded(Fault fault, double millis, double warning, double bad, String message) {
        double size = Math.abs(millis);
        if (size > warning) {
            add(fault, size > bad ? Level.BAD : Level.WARNING, message, size);
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
