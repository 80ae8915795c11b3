package dev.anabranch.transcode.plan;

import dev.anabranch.media.Rational;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;

/// When each picture of a source is shown, and which are keyframes. Immutable.
public final class FrameTimes {

    private static final long MICROS = 1_000_000;

    private final Rational timeBase;
    private final Duration start;
    private final long[] ticks;
    private final long[] keyframes;

    /// @param timeBase of the times, in seconds
    /// @param start of the source, as its own clock has it
    /// @param ticks from the start of the source, ascending, none twice, at least one
    /// @param keyframes those of them where decoding can start, ascending
    public FrameTimes(Rational timeBase, Duration start, long[] ticks, long[] keyframes) {
        if (ticks.length == 0) {
            throw new IllegalArgumentException("no pictures");
        }
        this.timeBase = timeBase;
        this.start = start;
        this.ticks = ticks.clone();
        this.keyframes = keyframes.clone();
    }

    /// As the clock of the source has it.
    public Duration start() {
        return start;
    }

    /// How many pictures there are.
    public int count() {
        return ticks.length;
    }

    /// When a picture is shown, from the start of the source.
    ///
    /// @param frame by number, from 0
    public long ticks(int frame) {
        return ticks[frame];
    }

    /// The same in seconds; 0 for one that is before the start.
    ///
    /// @param frame by number, from 0
    public Rational seconds(int frame) {
        long time = Math.max(0, ticks[frame]);
        return new Rational(Math.multiplyExact(time, timeBase.numerator()), timeBase.denominator());
    }

    /// The first frame that is not before `time`, rounded to the clock; [#count] when all are.
    int firstNotBefore(Rational time) {
        long nearest = Math.round(time.toDouble() / timeBase.toDouble());
        int found = Arrays.binarySearch(ticks, nearest);
        return found >= 0 ? found : -found - 1;
    }

    /// A moment between `frame` and the one before it, nearer to `frame`: programs round times to
    /// their clocks, and where a frame lasts one tick half of it may be rounded either way.
    Duration justBefore(int frame) {
        if (frame == 0) {
            return Duration.ZERO;
        }
        return micros(Math.addExact(ticks[frame - 1], Math.multiplyExact(3, ticks[frame])), 4);
    }

    /// Where to begin to read so that `frame` is decoded right: a keyframe more than seems needed,
    /// as some are keyframes only after the pictures behind them (periodic intra refresh).
    Duration seek(int frame) {
        int found = Arrays.binarySearch(keyframes, ticks[frame]);
        int last = found >= 0 ? found : -found - 2;
        return last < 1 ? Duration.ZERO : micros(Math.max(0, keyframes[last - 1]), 1);
    }

    private Duration micros(long sum, long parts) {
        var product =
                BigInteger.valueOf(sum)
                        .multiply(BigInteger.valueOf(timeBase.numerator()))
                        .multiply(BigInteger.valueOf(MICROS));
        var whole = product.divide(BigInteger.valueOf(timeBase.denominator() * parts));
        return Duration.ofNanos(1000 * Math.max(0, whole.longValueExact()));
    }
}
