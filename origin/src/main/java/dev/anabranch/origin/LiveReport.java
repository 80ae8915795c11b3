package dev.anabranch.origin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a live stream is: what its page shows and `/live/{name}/report.json` says.
///
/// @param reasons why `health` is not GOOD; when it is, what may be as it is meant to be
/// @param since when it came into its state; empty when it never has been on air
/// @param away how its encoder is away while the stream is on air; empty while something comes in
/// @param ingests where an encoder sends it
/// @param tracks what comes in
/// @param seconds the last ones, oldest first, at most [#MAXIMUM_SECONDS]
public record LiveReport(
        State state,
        Health health,
        List<Reason> reasons,
        Optional<Instant> since,
        Optional<Away> away,
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
    public record Reason(String fault, String cure) {

        /// Of one line, `fault: cure`. A colon in brackets parts nothing.
        public static Reason of(String line) {
            int depth = 0;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth == 0 && line.startsWith(": ", i)) {
                    return new Reason(line.substring(0, i), sentence(line.substring(i + 2)));
                }
            }
            return new Reason(line, "");
        }

        private static String sentence(String words) {
            return words.isEmpty()
                    ? ""
                    : Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }
    }

    /// Nothing comes in, and the stream waits for its encoder. An encoder that says that it stops
    /// is waited for as well as one that is lost: it may have been stopped to be set otherwise.
    ///
    /// @param since when that was seen, to the second
    /// @param until when the stream ends if no encoder comes; empty when it is not known
    public record Away(Instant since, Optional<Instant> until) {}

    /// Who may send a stream, as far as whoever looks at its page can be told.
    public enum Sender {
        /// Whoever reaches the port.
        ANYONE,
        /// Programs on the server's own machine.
        OWN_MACHINE,
        /// Who has the stream's key, or another proof.
        KEY_HOLDER
    }

    /// An address an encoder sends to. The host is the one by which the page was reached.
    ///
    /// @param label for people: `RTMP`
    /// @param scheme `rtmp`
    /// @param port of the listener
    /// @param path with its `/`: `/live`
    /// @param streamKey what the encoder puts behind it; empty when those who look at the page may
    ///   not know it
    /// @param sender whom the server lets send there
    public record Ingest(
            String label,
            String scheme,
            int port,
            String path,
            Optional<String> streamKey,
            Sender sender) {

        /// Whether the one who sees the page at `host` can send with what it shows: what is only
        /// for the server's own machine has to be reached by the name that a machine has for
        /// itself.
        public boolean isOpenAt(String host) {
            return switch (sender) {
                case ANYONE -> true;
                case OWN_MACHINE -> isOwnName(host);
                case KEY_HOLDER -> false;
            };
        }

        private static boolean isOwnName(String host) {
            return host.equalsIgnoreCase("localhost")
                    || host.startsWith("127.")
                    || host.equals("::1")
                    || host.equals("[::1]");
        }

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
        if (reasons.isEmpty() && health != Health.GOOD) {
            throw new IllegalArgumentException("health=" + health + " reasons=" + reasons);
        }
    }
}
