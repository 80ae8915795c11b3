package dev.anabranch.packager.check;

import dev.anabranch.media.Timescale;
import java.util.Locale;

/// Times as the rules compare and show them.
final class Clocks {

    /// 2^33 ticks of 90 kHz.
    static final long MPEG_WRAP_NANOS = Timescale.MPEG.duration(1L << 33).toNanos();

    private Clocks() {}

    /// How much later `toNanos` is than `fromNanos`, the short way around the clock.
    ///
    /// @param wrapNanos 0 for times that do not wrap
    static long between(long fromNanos, long toNanos, long wrapNanos) {
        if (wrapNanos == 0) {
            return toNanos - fromNanos;
        }
        long ahead = Math.floorMod(toNanos - fromNanos, wrapNanos);
        return ahead > wrapNanos / 2 ? ahead - wrapNanos : ahead;
    }

    /// `1.234 s`.
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
