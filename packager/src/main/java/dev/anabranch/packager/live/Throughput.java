package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;

/// Bit rates measured over whole segments (draft-pantos-hls-rfc8216bis, 4.4.6.2). Any thread reads.
final class Throughput {

    private static final long BITS = 8;

    /// What is shorter, an end or a forced cut, says nothing of what a link must carry.
    private static final long SHORTEST_MILLIS = 500;

    private long bytes;
    private double seconds;
    private long peak;

    synchronized void add(long sizeBytes, long durationTicks, Timescale timescale) {
        double lasts = (double) durationTicks / timescale.ticksPerSecond();
        bytes += sizeBytes;
        seconds += lasts;
        if (lasts * 1000 >= SHORTEST_MILLIS || peak == 0) {
            peak = Math.max(peak, (long) Math.ceil(sizeBytes * BITS / Math.max(lasts, 0.001)));
        }
    }

    synchronized long peakBitsPerSecond() {
        return peak;
    }

    synchronized long averageBitsPerSecond() {
        return seconds == 0 ? 0 : Math.round(bytes * BITS / seconds);
    }
}
