package dev.anabranch.transcode;

import java.util.List;

/// How alike two pictures are; all of them look at the luma alone.
///
/// A metric gives a value a frame. Frames are pooled as the mean of what each has lost, so that
/// frames that are the same do not weigh infinitely; a larger quality is better, and differences of
/// quality are what is compared.
public enum Metric {
    /// Video Multi-Method Assessment Fusion, model v0.6.1: 0 to 100. Lost: what is missing to 100.
    VMAF("VMAF", "", "libvmaf", 0.1, 95, 80),
    /// Extended perceptually weighted PSNR (Helmrich and others, 2020), in decibels. Lost: the root
    /// of the weighted error, as its authors pool it.
    XPSNR("XPSNR", " dB", "xpsnr", 0.001, 40, 32),
    /// Structural similarity (Wang and others, 2004), in decibels, `-10 log10(1 - SSIM)`: near 1 it
    /// hardly moves where differences are still seen. Lost: what is missing to 1.
    SSIM("SSIM", " dB", "ssim", 0.000_001, 19, 14);

    /// What is taken when nobody names one, the best first.
    public static final List<Metric> PREFERRED = List.of(VMAF, XPSNR, SSIM);

    private final String text;
    private final String unit;
    private final String filter;
    private final double leastLoss;
    private final double ceiling;
    private final double decent;

    /// @param leastLoss what is taken for no difference at all
    Metric(
            String text,
            String unit,
            String filter,
            double leastLoss,
            double ceiling,
            double decent) {
        this.text = text;
        this.unit = unit;
        this.filter = filter;
        this.leastLoss = leastLoss;
        this.ceiling = ceiling;
        this.decent = decent;
    }

    /// Of the filter of ffmpeg.
    public String filter() {
        return filter;
    }

    /// The quality from which on it looks like the source to nearly everybody.
    public double ceiling() {
        return ceiling;
    }

    /// The quality below which bits are spent even where they gain little: grain and noise hide
    /// from a metric what a viewer sees.
    public double decent() {
        return decent;
    }

    /// The gain that twice the bits must bring, about a third of what an attentive viewer sees.
    public double leastGain() {
        return switch (this) {
            case VMAF -> 2;
            case XPSNR, SSIM -> 1;
        };
    }

    /// What a frame has lost.
    ///
    /// @param value as the filter says it: may be infinite for XPSNR
    public double loss(double value) {
        double loss =
                switch (this) {
                    case VMAF -> 100 - value;
                    case XPSNR -> Math.pow(10, -value / 20);
                    case SSIM -> 1 - value;
                };
        return Math.max(0, loss);
    }

    /// The quality of frames that have lost so much on average.
    public double quality(double meanLoss) {
        double loss = Math.max(meanLoss, leastLoss);
        return switch (this) {
            case VMAF -> 100 - loss;
            case XPSNR -> -20 * Math.log10(loss);
            case SSIM -> -10 * Math.log10(loss);
        };
    }

    /// For people: `XPSNR 41.3 dB`.
    public String text(double quality) {
        return this + " " + value(quality);
    }

    /// For people: `41.3 dB`.
    public String value(double quality) {
        return "%.1f%s".formatted(quality, unit);
    }

    /// What its axis in a chart is called: `XPSNR, dB`.
    public String axis() {
        return unit.isEmpty() ? text : text + "," + unit;
    }

    @Override
    public String toString() {
        return text;
    }
}
