package dev.anabranch.client;

import dev.anabranch.media.hls.ParseOptions;
import java.time.Duration;

/// How a playlist is followed.
///
/// @param canBlock whether blocking reload is used where the server has it
/// @param hasDeltas whether delta updates are asked for where the server has them
/// @param hasParts whether parts are waited for, or whole segments only
/// @param timeout of one request, beside what the server may block; more than zero
/// @param parsing how playlists are read
public record FollowSettings(
        boolean canBlock,
        boolean hasDeltas,
        boolean hasParts,
        Duration timeout,
        ParseOptions parsing) {

    /// All that low latency offers.
    public static final FollowSettings LOW_LATENCY =
            new FollowSettings(true, true, true, Duration.ofSeconds(10), ParseOptions.LENIENT);

    /// As a player of before 2019: whole segments, reloaded by the clock.
    public static final FollowSettings CLASSIC =
            new FollowSettings(false, false, false, Duration.ofSeconds(10), ParseOptions.LENIENT);

    public FollowSettings {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout=" + timeout);
        }
    }
}
