package dev.anabranch.protocol.rtmp;

/// Times of audio frames on the clock of their samples, of timestamps in whole milliseconds.
///
/// Frames that follow one another are as far apart as the first has samples, so that nothing rounds
/// and no drift gathers; where that differs from the timestamp by more than a frame, sound is
/// missing or the sender's clock has jumped, and the timestamp counts.
final class AudioClock {

    private static final long NANOS = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final int sampleRateHz;
    private boolean isStarted;
    private long next;

    AudioClock(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    /// When the next frame is heard, in samples.
    ///
    /// @param millis its timestamp, unwrapped
    /// @param nanos to be added to it, below a millisecond
    /// @param samples of the frame, 0 when not known
    long ticks(long millis, int nanos, int samples) {
        long told =
                Math.floorDiv(millis, 1000) * sampleRateHz
                        + rounded(Math.floorMod(millis, 1000) * NANOS_PER_MILLI + nanos);
        long tolerance = samples + sampleRateHz / 1000 + 1L;
        if (!isStarted || samples == 0 || Math.abs(told - next) > tolerance) {
            isStarted = true;
            next = told;
        }
        long ticks = next;
        next += samples;
        return ticks;
    }

    private long rounded(long nanos) {
        return (nanos * sampleRateHz + NANOS / 2) / NANOS;
    }
}
