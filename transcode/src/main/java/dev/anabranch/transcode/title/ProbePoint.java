package dev.anabranch.transcode.title;

import dev.anabranch.transcode.plan.ProbeSize;
import java.util.OptionalInt;

/// What all samples together have come to at one size and rate.
///
/// @param crf empty with an encoder that knows bit rates only
/// @param bitsPerSecond of the pictures alone
/// @param quality by the metric of the analysis, larger is better
public record ProbePoint(ProbeSize size, OptionalInt crf, long bitsPerSecond, double quality) {

    public ProbePoint {
        if (bitsPerSecond < 1 || !Double.isFinite(quality)) {
            throw new IllegalArgumentException(
                    "bitsPerSecond=" + bitsPerSecond + " quality=" + quality);
        }
    }

    /// What the hull is taken over: twice the bits are the same step everywhere.
    double logBits() {
        return Math.log((double) bitsPerSecond);
    }
}
