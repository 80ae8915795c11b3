package dev.anabranch.media.dash;

import dev.anabranch.media.Timescale;

/// A media segment as the MPD announces it.
///
/// @param number its `$Number$`
/// @param timeTicks its start on the media timeline; the presentation time offset is still in it
/// @param durationTicks 0 when nobody knows
public record Segment(
        long number, long timeTicks, long durationTicks, Timescale timescale, Resource resource) {

    public Segment {
        if (number < 0 || durationTicks < 0) {
            throw new IllegalArgumentException(
                    "number=" + number + " durationTicks=" + durationTicks);
        }
    }
}
