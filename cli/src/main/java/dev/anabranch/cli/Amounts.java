package dev.anabranch.cli;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them.
final class Amounts {

    private Amounts() {}

    static String bytes(long bytes) {
        if (bytes < 10_000) {
            return bytes + " B";
        }
        if (bytes < 10_000_000) {
            return format("%.1f kB", bytes / 1e3);
        }
        return bytes < 10_000_000_000L
                ? format("%.1f MB", bytes / 1e6)
                : format("%.1f GB", bytes / 1e9);
    }

    static String bitRate(long bitsPerSecond) {
        return bitsPerSecond < 1_000_000
                ? format("%.0f kb/s", bitsPerSecond / 1e3)
                : format("%.2f Mb/s", bitsPerSecond / 1e6);
    }

    static String seconds(Duration duration) {
        return format("%.2f s", duration.toNanos() / 1e9);
    }

    private static String format(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
