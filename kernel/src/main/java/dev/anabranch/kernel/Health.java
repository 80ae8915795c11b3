package dev.anabranch.kernel;

import java.util.List;

/// How good what comes in is.
///
/// @param level the worst of the reasons, `GOOD` without any
/// @param reasons the worst first
public record Health(Level level, List<Reason> reasons) {

    public static final Health PERFECT = new Health(Level.GOOD, List.of());

    public Health {
        reasons = List.copyOf(reasons);
    }

    /// Worse is later.
    public enum Level {
        GOOD,
        WARNING,
        BAD
    }

    /// What can be wrong.
    public enum Fault {
        /// The publisher is gone, the reconnect window is open.
        PUBLISHER_LOST,
        /// Something stands in for the publisher.
        FAILED_OVER,
        /// The file that should stand in cannot be shown.
        SLATE_BROKEN,
        /// Connected, but no frame has come for some seconds.
        STALLED,
        /// There were pictures, and now only sound comes.
        VIDEO_LOST,
        /// There was sound, and now only pictures come.
        AUDIO_LOST,
        /// Pictures without any sound, which may be meant.
        NO_AUDIO,
        /// Video without any keyframe.
        NO_KEYFRAME,
        /// Keyframes are too far apart.
        KEYFRAME_DISTANCE,
        /// The bit rate has fallen to a fraction of what it was.
        BITRATE_COLLAPSE,
        /// The bit rate is far above its mean for seconds.
        BITRATE_SPIKES,
        /// Pictures come at a rate that changes.
        FRAME_RATE,
        /// Frames come in bursts.
        JITTER,
        /// Sound and picture arrive far apart.
        SKEW,
        /// The sender's clock runs faster or slower than ours.
        DRIFT,
        /// Timestamps jump.
        TIMESTAMP_JUMPS,
        /// Frames were dropped because the memory limit was reached.
        DROPPED_FRAMES
    }

    /// @param level `GOOD` for what may be as it is meant to be
    /// @param message what is measured and which setting of the encoder cures it
    public record Reason(Fault fault, Level level, String message) {}

    /// Whether both name the same faults with the same levels, whatever the figures in the
    /// messages.
    static boolean isSame(Health one, Health other) {
        return faults(one).equals(faults(other));
    }

    private static List<String> faults(Health health) {
        return health.reasons.stream().map(one -> one.fault + " " + one.level).toList();
    }
}
