package dev.anabranch.cli;

import dev.anabranch.media.Timescale;
import java.time.Duration;

/// Counts the samples of one track in decode order: rates, groups of pictures, spacing. Owned by
/// one thread.
final class SampleTally {

    private final Timescale clock;
    private int samples;
    private long bytes;
    private long firstTicks;
    private long lastTicks;
    private long lastDuration;
    private long shortestTicks = Long.MAX_VALUE;
    private long longestTicks;
    private long second = Long.MIN_VALUE;
    private long secondBytes;
    private long peakBytes;
    private int syncs;
    private long syncTicks;
    private long shortestGop = Long.MAX_VALUE;
    private long longestGop;

    SampleTally(Timescale clock) {
        this.clock = clock;
    }

    /// @param durationTicks 0 when the container does not say
    void add(long dtsTicks, long durationTicks, long sizeBytes, boolean isSync) {
        if (samples == 0) {
            firstTicks = dtsTicks;
        } else {
            shortestTicks = Math.min(shortestTicks, dtsTicks - lastTicks);
            longestTicks = Math.max(longestTicks, dtsTicks - lastTicks);
        }
        samples++;
        bytes += sizeBytes;
        lastTicks = dtsTicks;
        lastDuration = durationTicks;
        long now = Math.floorDiv(dtsTicks - firstTicks, clock.ticksPerSecond());
        secondBytes = now == second ? secondBytes + sizeBytes : sizeBytes;
        second = now;
        peakBytes = Math.max(peakBytes, secondBytes);
        if (isSync) {
            endGop(dtsTicks);
            syncTicks = dtsTicks;
            syncs++;
        }
    }

    private void endGop(long ticks) {
        if (syncs > 0) {
            shortestGop = Math.min(shortestGop, ticks - syncTicks);
            longestGop = Math.max(longestGop, ticks - syncTicks);
        }
    }

    private long endTicks() {
        if (lastDuration > 0 || samples < 2) {
            return lastTicks + lastDuration;
        }
        return lastTicks + (lastTicks - firstTicks) / (samples - 1);
    }

    void describe(Description out, boolean isVideo) {
        out.put("samples", samples).put("bytes", bytes);
        if (samples == 0) {
            return;
        }
        var length = clock.duration(endTicks() - firstTicks);
        out.putSeconds("startSeconds", clock.duration(firstTicks)).putSeconds("seconds", length);
        if (length.isPositive()) {
            out.put("averageBitsPerSecond", Math.round(bytes * 8e9 / length.toNanos()));
            out.put(
                    "peakBitsPerSecond",
                    Math.max(peakBytes * 8, Math.round(bytes * 8e9 / length.toNanos())));
        }
        if (isVideo) {
            pictures(out);
        }
    }

    private void pictures(Description out) {
        if (samples > 1 && lastTicks > firstTicks) {
            double mean =
                    (samples - 1) * (double) clock.ticksPerSecond() / (lastTicks - firstTicks);
            double meanTicks = (lastTicks - firstTicks) / (samples - 1.0);
            double slack = Math.max(meanTicks / 10, 1);
            out.put("frameRate", Math.round(mean * 1000) / 1e3);
            out.put(
                    "hasVariableFrameRate",
                    longestTicks - meanTicks > slack || meanTicks - shortestTicks > slack);
        }
        var gop = new Description().put("count", syncs);
        if (syncs > 0) {
            long end = endTicks();
            long shortest = syncs == 1 ? end - syncTicks : shortestGop;
            gop.putSeconds("minSeconds", clock.duration(shortest))
                    .putSeconds("averageSeconds", average(end))
                    .putSeconds(
                            "maxSeconds", clock.duration(Math.max(longestGop, end - syncTicks)));
        }
        out.put("gop", gop);
    }

    private Duration average(long end) {
        return clock.duration(end - firstTicks).dividedBy(syncs);
    }
}
