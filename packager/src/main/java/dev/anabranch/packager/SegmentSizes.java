package dev.anabranch.packager;

/// How many bytes each segment of a rendition has, and the bit rates that follow. Immutable.
public final class SegmentSizes {

    private final SegmentTimes times;
    private final long[] ends;

    /// @param bytes one number a segment
    SegmentSizes(SegmentTimes times, long[] bytes) {
        this.times = times;
        ends = new long[bytes.length + 1];
        for (int n = 0; n < bytes.length; n++) {
            ends[n + 1] = ends[n] + bytes[n];
        }
    }

    /// Those of segments `from` to before `to` alone.
    SegmentSizes between(int from, int to) {
        var bytes = new long[to - from];
        for (int n = from; n < to; n++) {
            bytes[n - from] = bytes(n);
        }
        return new SegmentSizes(times.between(from, to), bytes);
    }

    public long bytes(int n) {
        return ends[n + 1] - ends[n];
    }

    /// How many bytes the segments before `n` have together.
    public long bytesBefore(int n) {
        return ends[n];
    }

    public long totalBytes() {
        return ends[times.count()];
    }

    /// The average segment bit rate: all bits over all time.
    public long averageBitsPerSecond() {
        return rate(0, times.count());
    }

    /// The peak segment bit rate (draft-pantos-hls-rfc8216bis, 4.4.6.2): the highest of any run of
    /// segments that lasts between 0.5 and 1.5 target durations; of all segments together when
    /// there is no such run.
    public long peakBitsPerSecond(long targetSeconds) {
        long half = times.clock().ticksPerSecond() * targetSeconds / 2;
        long peak = 0;
        for (int from = 0; from < times.count(); from++) {
            for (int to = from + 1; to <= times.count() && span(from, to) <= 3 * half; to++) {
                peak = span(from, to) >= half ? Math.max(peak, rate(from, to)) : peak;
            }
        }
        return peak == 0 ? averageBitsPerSecond() : peak;
    }

    /// How many nanoseconds a player that receives `bitsPerSecond` without pause must wait,
    /// whichever segment it starts with, to play to the end without running dry (ISO/IEC 23009-1,
    /// 5.3.5.2, on `@bandwidth`).
    public long bufferNanos(long bitsPerSecond) {
        double worst = 0;
        double behind = 0;
        for (int n = 0; n < times.count(); n++) {
            double load = bytes(n) * 8.0 / bitsPerSecond;
            behind = Math.max(0, behind) + load;
            worst = Math.max(worst, behind);
            behind -= (double) times.durationTicks(n) / times.clock().ticksPerSecond();
        }
        return (long) Math.ceil(worst * 1e9);
    }

    private long span(int from, int to) {
        return times.startTicks(to) - times.startTicks(from);
    }

    private long rate(int from, int to) {
        double seconds = (double) span(from, to) / times.clock().ticksPerSecond();
        return (long) Math.ceil((ends[to] - ends[from]) * 8 / seconds);
    }
}
