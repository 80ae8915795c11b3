package dev.anabranch.packager.live;

import java.time.Duration;
import java.util.List;

/// `@bandwidth`: who receives so much without pause and waits `@minBufferTime` plays on, whichever
/// segment he starts with (ISO/IEC 23009-1, 5.3.5.2). That is more than the highest bit rate of a
/// segment where some are so short that they do not count for it, yet are there.
record LeastBandwidth(List<LiveSegment> segments, Duration buffer) {

    private static final double SLACK = 1e-9;

    /// Segments one behind the other.
    private record Run(double bits, double seconds) {

        static final Run NONE = new Run(0, 0);

        double behind(double bandwidth) {
            return bits / bandwidth - seconds;
        }

        Run plus(LiveSegment segment) {
            double lasts = (double) segment.durationTicks() / segment.timescale().ticksPerSecond();
            return new Run(bits + segment.sizeBytes() * 8.0, seconds + lasts);
        }
    }

    /// @param atLeast in bits per second
    /// @return the least that is enough, in bits per second, at least 1
    long bitsPerSecond(long atLeast) {
        double allowed = buffer.toNanos() / 1e9;
        double bandwidth = Math.max(1, atLeast);
        for (var worst = worst(bandwidth);
                worst.behind(bandwidth) > allowed + SLACK;
                worst = worst(bandwidth)) {
            bandwidth = worst.bits() / (allowed + worst.seconds());
        }
        return (long) Math.ceil(bandwidth);
    }

    /// The run at whose end a player is furthest behind.
    private Run worst(double bandwidth) {
        var worst = Run.NONE;
        var now = Run.NONE;
        for (var segment : segments) {
            now = (now.behind(bandwidth) > 0 ? now : Run.NONE).plus(segment);
            worst = now.behind(bandwidth) > worst.behind(bandwidth) ? now : worst;
        }
        return worst;
    }
}
