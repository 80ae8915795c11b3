package dev.anabranch.media.ts;

/// Makes 33-bit timestamps, which begin again every 26.5 hours, into ones that go on. All streams
/// of a source share one, so that they wrap together. Owned by one thread.
final class Timeline {

    private static final long HALF = PesHeader.WRAP_TICKS / 2;

    private boolean hasBegun;
    private long last;
    private boolean hasClock;
    private long clock;

    /// The timestamp whose lower 33 bits are `ticks` and that lies nearest to the one before.
    long unwrap(long ticks) {
        last = hasBegun ? near(ticks, last) : ticks;
        hasBegun = true;
        return last;
    }

    /// The timestamp with these lower 33 bits that lies nearest to `reference`.
    long near(long ticks, long reference) {
        long ahead = ticks - reference & PesHeader.WRAP_TICKS - 1;
        return reference + (ahead >= HALF ? ahead - PesHeader.WRAP_TICKS : ahead);
    }

    /// Takes the base of a PCR. It does not begin the timeline: a stream whose first timestamp is 0
    /// has its first PCR before 0, which is near the end of the 33 bits.
    void clock(long ticks) {
        clock = hasBegun ? near(ticks, last) : ticks;
        hasClock = true;
    }

    /// When the bytes that come now arrive: the last PCR, or without one the last decode time.
    long now() {
        return hasClock ? clock : last;
    }
}
