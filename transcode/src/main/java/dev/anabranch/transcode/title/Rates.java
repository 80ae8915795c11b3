package dev.anabranch.transcode.title;

/// Bit rates for people.
final class Rates {

    private Rates() {}

    /// `3.2 Mbit/s`, `450 kbit/s`.
    static String text(long bitsPerSecond) {
        return bitsPerSecond >= 1_000_000
                ? "%.1f Mbit/s".formatted(bitsPerSecond / 1e6)
                : "%d kbit/s".formatted(Math.round(bitsPerSecond / 1e3));
    }
}
