package dev.anabranch.transcode.title;

import dev.anabranch.transcode.Metric;
import java.time.Duration;
import java.util.Optional;

/// How the ladder of one film is found. Immutable: `DEFAULT.withMetric(Metric.SSIM)`.
///
/// @param metric empty for the best that the ffmpeg has: VMAF, XPSNR, SSIM
/// @param maxRungs how many renditions there may be, 1 to 16
/// @param samples how many excerpts of a long film are tried, 1 to 64
/// @param sampleLength of each, at least; made longer to whole segments, half a second to a minute
public record PerTitle(Optional<Metric> metric, int maxRungs, int samples, Duration sampleLength) {

    private static final int MOST_RUNGS = 16;
    private static final int MOST_SAMPLES = 64;
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /// Six excerpts of four seconds, eight rungs at most.
    public static final PerTitle DEFAULT =
            new PerTitle(Optional.empty(), 8, 6, Duration.ofSeconds(4));

    public PerTitle {
        if (maxRungs < 1 || maxRungs > MOST_RUNGS || samples < 1 || samples > MOST_SAMPLES) {
            throw new IllegalArgumentException("maxRungs=" + maxRungs + " samples=" + samples);
        }
        if (sampleLength.compareTo(SHORTEST) < 0 || sampleLength.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("sampleLength=" + sampleLength);
        }
    }

    public PerTitle withMetric(Metric metric) {
        return new PerTitle(Optional.of(metric), maxRungs, samples, sampleLength);
    }

    public PerTitle withMaxRungs(int maxRungs) {
        return new PerTitle(metric, maxRungs, samples, sampleLength);
    }

    public PerTitle withSamples(int samples, Duration sampleLength) {
        return new PerTitle(metric, maxRungs, samples, sampleLength);
    }
}
