package dev.anabranch.kernel;

/// What a stream's time is on the wall clock, from when its frames arrive.
///
/// A frame cannot arrive before it was made, so the frames that arrive earliest tell the mapping:
/// an early one moves it at once, a late one not at all. When all frames of ten seconds were late,
/// the sender's clock is slower than ours, and the mapping follows by at most 1 %.
///
/// Stream time is that of composition: a picture that others refer to is sent before them and shown
/// after them, and was made when its composition time says. After a change nothing is mapped to
/// before what was there.
///
/// Belongs to whoever has the log's turn.
final class WallClock {

    private static final long HALF_WINDOW_NANOS = 5_000_000_000L;
    private static final long SLEW_DIVISOR = 100;

    /// Wall clock minus stream time.
    private long offsetNanos;

    private long earliestNanos;
    private long earliestBeforeNanos;
    private long halfWindowEndNanos;
    private long lastArrivalNanos;

    /// Arrival clock to wall clock, read once for each mapping: a step of the system's clock does
    /// not tear a stream.
    private long wallMinusArrivalNanos;

    private long firstEarliestNanos;
    private boolean hasFirstEarliest;
    private boolean isAnchored;

    /// The latest that was mapped, and what offset that allows since the last change.
    private long newestNanos = Long.MIN_VALUE;

    private long leastOffsetNanos = Long.MIN_VALUE;

    boolean isAnchored() {
        return isAnchored;
    }

    /// Begins anew with a frame of stream time `timeNanos`.
    ///
    /// @param wallNanos now, since 1970
    void anchor(long timeNanos, long arrivalNanos, long wallNanos) {
        wallMinusArrivalNanos = wallNanos - arrivalNanos;
        earliestNanos = wallNanos - timeNanos;
        earliestBeforeNanos = earliestNanos;
        leastOffsetNanos = newestNanos == Long.MIN_VALUE ? Long.MIN_VALUE : newestNanos - timeNanos;
        offsetNanos = Math.max(leastOffsetNanos, earliestNanos);
        halfWindowEndNanos = arrivalNanos + HALF_WINDOW_NANOS;
        lastArrivalNanos = arrivalNanos;
        hasFirstEarliest = false;
        isAnchored = true;
    }

    void forget() {
        isAnchored = false;
    }

    void observe(long timeNanos, long arrivalNanos) {
        long sampleNanos = arrivalNanos + wallMinusArrivalNanos - timeNanos;
        if (arrivalNanos - halfWindowEndNanos >= 0) {
            turnWindow(sampleNanos, arrivalNanos);
        }
        earliestNanos = Math.min(earliestNanos, sampleNanos);
        long envelopeNanos = Math.min(earliestNanos, earliestBeforeNanos);
        if (envelopeNanos <= offsetNanos) {
            offsetNanos = envelopeNanos;
        } else {
            long slewNanos = (arrivalNanos - lastArrivalNanos) / SLEW_DIVISOR;
            offsetNanos = Math.min(envelopeNanos, offsetNanos + slewNanos);
        }
        offsetNanos = Math.max(leastOffsetNanos, offsetNanos);
        newestNanos = Math.max(newestNanos, at(timeNanos));
        lastArrivalNanos = arrivalNanos;
    }

    private void turnWindow(long sampleNanos, long arrivalNanos) {
        if (!hasFirstEarliest) {
            firstEarliestNanos = earliestNanos;
            hasFirstEarliest = true;
        }
        earliestBeforeNanos = earliestNanos;
        earliestNanos = sampleNanos;
        halfWindowEndNanos = arrivalNanos + HALF_WINDOW_NANOS;
    }

    /// Stream time on the wall clock, nanoseconds since 1970.
    long at(long timeNanos) {
        return timeNanos + offsetNanos;
    }

    /// How far stream time ran ahead of our clock since the first seconds; negative when it fell
    /// behind.
    long driftNanos() {
        return hasFirstEarliest
                ? firstEarliestNanos - Math.min(earliestNanos, earliestBeforeNanos)
                : 0;
    }
}
