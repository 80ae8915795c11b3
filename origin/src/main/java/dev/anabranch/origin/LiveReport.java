package dev.anabranch.origin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a live stream is: what its page shows and `/live/{name}/report.json` says.
///
/// @param reasons why `health` is not GOOD; empty when it is
/// @param since when it came into its state; empty when it never has been on air
/// @param ingests where an encoder sends it
/// @param tracks what comes in
/// @param seconds the last ones, oldest first, at most [#MAXIMUM_SECONDS]
public record LiveReport(
        State state,
        Health health,
        List<Reason> reasons,
        Optional<Instant> since,
        List<Ingest> ingests,
        List<TrackLine> tracks,
        List<Second> seconds) {

    public static final int MAXIMUM_SECONDS = 120;

    /// Where a stream stands.
    public enum State {
        /// Waits for a publisher.
        IDLE,
        /// On air, or between two publishers.
        ACTIVE,
        /// Nobody may publish.
        DISABLED
    }

    /// What becomes of it.
    public enum Health {
        GOOD,
        /// Plays, but not as well as it could.
        WARNING,
        /// Viewers see that something is wrong.
        BAD
    }

    /// A fault and its cure.
    ///
    /// @param fault what is seen, with its figures: `Keyframes are 10 s apart`
    /// @param cure the setting of the encoder that ends it: `OBS: Output, Keyframe Interval 2 s;
    ///   ffmpeg: -g 60`; empty when no setting does
    public record Reason(String fault, String cure) {}

    /// An address an encoder sends to. The host is the one by which the page was reached.
    ///
    /// @param label for people: `RTMP`
    /// @param scheme `rtmp`
    /// @param port of the listener
    /// @param path with its `/`: `/live`
    /// @param streamKey what the encoder puts behind it; empty when those who look at the page may
    ///   not know it
    public record Ingest(
            String label, String scheme, int port, String path, Optional<String> streamKey) {

        /// The whole address without the key.
        public String address(String host) {
            return scheme
                    + "://"
                    + (host.contains(":") ? "[" + host + "]" : host)
                    + ":"
                    + port
                    + path;
        }
    }

    /// A track in words: `Video 1`, `H.264 High, 1920 × 1080, 30 fps`.
    public record TrackLine(String label, String words) {}

    /// The figures of one second.
    ///
    /// @param at when it began
    /// @param videoBitsPerSecond of all video tracks together
    /// @param audioBitsPerSecond of all audio tracks together
    /// @param framesPerSecond of the first video track; 0 without one
    /// @param keyframeDistance the longest distance of two keyframes that ended in this second, or
    ///   the one before that; zero when there was none yet
    /// @param segmentDelay how long after the arrival of its last frame the newest part could be
    ///   fetched
    /// @param otherViewers who watches by other ways than this origin, RTMP players for one; the
    ///   origin counts its own
    public record Second(
            Instant at,
            long videoBitsPerSecond,
            long audioBitsPerSecond,
            double framesPerSecond,
            Duration keyframeDistance,
            Duration segmentDelay,
            int otherViewers) {}

    public LiveReport {
        reasons = List.copyOf(reasons);
        ingests = List.copyOf(ingests);
        tracks = List.copyOf(tracks);
        seconds = List.copyOf(seconds);
        if (seconds.size() > MAXIMUM_SECONDS) {
            throw new IllegalArgumentException("seconds=" + seconds.size());
        }
        if (reasons.isEmpty() != (health == Health.GOOD)) {
            throw new IllegalArgumentException("health=" + health + " reasons=" + reasons);
        }
    }
}
