package dev.anabranch.live;

import dev.anabranch.packager.live.LivePolicy;
import java.time.Duration;

/// What an operator wants of one stream.
///
/// @param latencyMode what `policy` was made from
/// @param policy how it is cut
/// @param reconnectWindow how long a stream that lost its publisher stays on air and waits for the
///   next; zero ends it at once
/// @param isRecorded whether what is on air is kept as a title
/// @param ladder what is made of it beside itself
public record BroadcastSettings(
        LatencyMode latencyMode,
        LivePolicy policy,
        Duration reconnectWindow,
        boolean isRecorded,
        LadderSettings ladder) {

    public static final Duration LONGEST_RECONNECT_WINDOW = Duration.ofMinutes(30);

    public static final BroadcastSettings DEFAULT =
            new BroadcastSettings(
                    LatencyMode.LOW,
                    LatencyMode.LOW.policy(),
                    Duration.ofSeconds(60),
                    false,
                    LadderSettings.NONE);

    public BroadcastSettings {
        if (reconnectWindow.isNegative()
                || reconnectWindow.compareTo(LONGEST_RECONNECT_WINDOW) > 0) {
            throw new IllegalArgumentException("reconnectWindow=" + reconnectWindow);
        }
    }

    public BroadcastSettings withPolicy(LivePolicy other) {
        return new BroadcastSettings(latencyMode, other, reconnectWindow, isRecorded, ladder);
    }

    public BroadcastSettings withRecording(boolean isWanted) {
        return new BroadcastSettings(latencyMode, policy, reconnectWindow, isWanted, ladder);
    }

    public BroadcastSettings withLadder(LadderSettings other) {
        return new BroadcastSettings(latencyMode, policy, reconnectWindow, isRecorded, other);
    }
}
