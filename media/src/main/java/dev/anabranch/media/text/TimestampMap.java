package dev.anabranch.media.text;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Where cue times lie on the media's clock: the header `X-TIMESTAMP-MAP` (RFC 8216, 3.5).
///
/// @param mpegTicks a 90 kHz timestamp of 33 bits
/// @param localMillis the cue time shown then
public record TimestampMap(long mpegTicks, long localMillis) {

    static final String NAME = "X-TIMESTAMP-MAP";

    private static final long WRAP = 1L << 33;

    public TimestampMap {
        if (mpegTicks < 0 || mpegTicks >= WRAP || localMillis < 0) {
            throw new IllegalArgumentException(
                    "mpegTicks=" + mpegTicks + " localMillis=" + localMillis);
        }
    }

    /// The map for cues whose time zero is shown at `mediaTime` of the media's own, unwrapped
    /// timeline; it wraps at 33 bits as the timestamps of MPEG-TS do.
    public static TimestampMap at(Timestamp mediaTime) {
        return new TimestampMap(Math.floorMod(mediaTime.on(Timescale.MPEG).ticks(), WRAP), 0);
    }

    /// The 33-bit 90 kHz timestamp of a cue time.
    public long mpegTicks(long cueMillis) {
        return Math.floorMod(mpegTicks + (cueMillis - localMillis) * 90, WRAP);
    }

    /// Reads `X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000`, in either order; empty when a part
    /// is missing or cannot be read.
    static Optional<TimestampMap> parse(String line) {
        var ticks = OptionalLong.empty();
        var local = OptionalLong.empty();
        for (var part : line.substring(line.indexOf('=') + 1).strip().split(",")) {
            var item = part.strip();
            if (item.startsWith("LOCAL:")) {
                local = VttTime.parse(item.substring("LOCAL:".length()).strip());
            } else if (item.matches("MPEGTS: ?\\d{1,10}")) {
                ticks = OptionalLong.of(Long.parseLong(item.substring(7).strip()));
            }
        }
        if (ticks.isEmpty() || local.isEmpty() || ticks.getAsLong() >= WRAP) {
            return Optional.empty();
        }
        return Optional.of(new TimestampMap(ticks.getAsLong(), local.getAsLong()));
    }

    String render() {
        return String.format(
                Locale.ROOT, "%s=MPEGTS:%d,LOCAL:%s", NAME, mpegTicks, VttTime.format(localMillis));
    }
}
