package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import java.util.function.IntToLongFunction;

/// The bit rates of a stretch of a recording (draft-pantos-hls-rfc8216bis, 4.4.6.2), in bits per
/// second.
///
/// @param peak the highest of any run of segments that lasts between 0.5 and 1.5 target durations
/// @param average all bits over all time
record RecordedRates(long peak, long average) {

    static final RecordedRates NONE = new RecordedRates(0, 0);

    /// Pieces of media one behind the other.
    ///
    /// @param durationTicks of piece `i`
    /// @param sizeBytes of piece `i`
    record Pieces(
            int from,
            int to,
            Timescale clock,
            IntToLongFunction durationTicks,
            IntToLongFunction sizeBytes) {}

    static RecordedRates of(RecordedStretch stretch, long targetSeconds) {
        var table = stretch.table();
        return of(
                new Pieces(
                        stretch.from(),
                        stretch.to(),
                        stretch.clock(),
                        table::durationTicks,
                        table::sizeBytes),
                targetSeconds);
    }

    static RecordedRates of(Pieces pieces, long targetSeconds) {
        long second = pieces.clock.ticksPerSecond();
        long half = targetSeconds * second / 2;
        long peak = 0;
        long allBytes = 0;
        long allTicks = 0;
        for (int from = pieces.from; from < pieces.to; from++) {
            allBytes += pieces.sizeBytes.applyAsLong(from);
            allTicks += pieces.durationTicks.applyAsLong(from);
            long bytes = 0;
            long ticks = 0;
            for (int to = from; to < pieces.to && ticks <= 3 * half; to++) {
                bytes += pieces.sizeBytes.applyAsLong(to);
                ticks += pieces.durationTicks.applyAsLong(to);
                boolean counts = ticks >= Math.max(1, half) && ticks <= 3 * half;
                peak = counts ? Math.max(peak, rate(bytes, ticks, second)) : peak;
            }
        }
        long average = rate(allBytes, Math.max(1, allTicks), second);
        return new RecordedRates(peak == 0 ? average : peak, average);
    }

    /// How many nanoseconds a player that receives `bitsPerSecond` without pause must wait to play
    /// to the end without running dry, whichever segment it starts with (ISO/IEC 23009-1, 5.3.5.2).
    static long bufferNanos(RecordedStretch stretch, long bitsPerSecond) {
        var table = stretch.table();
        double worst = 0;
        double behind = 0;
        for (int i = stretch.from(); i < stretch.to(); i++) {
            behind = Math.max(0, behind) + table.sizeBytes(i) * 8.0 / bitsPerSecond;
            worst = Math.max(worst, behind);
            behind -= (double) table.durationTicks(i) / stretch.clock().ticksPerSecond();
        }
        return (long) Math.ceil(worst * 1e9);
    }

    private static long rate(long bytes, long ticks, long ticksPerSecond) {
        return (long) Math.ceil(bytes * 8.0 * ticksPerSecond / ticks);
    }

    RecordedRates plus(RecordedRates other) {
        return new RecordedRates(peak + other.peak, average + other.average);
    }

    RecordedRates max(RecordedRates other) {
        return new RecordedRates(Math.max(peak, other.peak), Math.max(average, other.average));
    }
}
