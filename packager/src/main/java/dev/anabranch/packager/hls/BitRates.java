package dev.anabranch.packager.hls;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Rendition;
import java.util.Collection;

/// What BANDWIDTH and AVERAGE-BANDWIDTH say (draft-pantos-hls-rfc8216bis, 4.4.6.2).
///
/// @param peak in bits per second
/// @param average in bits per second
record BitRates(long peak, long average) {

    static final BitRates NONE = new BitRates(0, 0);

    static BitRates of(Rendition rendition, long targetSeconds) throws MediaFormatException {
        var sizes = rendition.sizes();
        long average = sizes.averageBitsPerSecond();
        // A short last segment counts for the average only.
        return new BitRates(Math.max(average, sizes.peakBitsPerSecond(targetSeconds)), average);
    }

    /// The highest of a group, of which one member plays at a time.
    static BitRates highest(Collection<Rendition> group, long targetSeconds)
            throws MediaFormatException {
        var highest = NONE;
        for (var rendition : group) {
            var rates = of(rendition, targetSeconds);
            highest =
                    new BitRates(
                            Math.max(highest.peak, rates.peak),
                            Math.max(highest.average, rates.average));
        }
        return highest;
    }

    BitRates plus(BitRates other) {
        return new BitRates(peak + other.peak, average + other.average);
    }
}
