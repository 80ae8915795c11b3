package dev.anabranch.transcode;

import dev.anabranch.media.Rational;
import java.time.Duration;
import java.util.List;

/// Where every rendition gets a keyframe, and no encoder puts another one.
public sealed interface KeyframeGrid {

    /// At frames 0, `frames`, `2 * frames` of a source of constant rate.
    ///
    /// @param frames of the source; even when a rendition takes every second frame
    record EveryFrames(int frames) implements KeyframeGrid {
        public EveryFrames {
            if (frames < 1) {
                throw new IllegalArgumentException("frames=" + frames);
            }
        }
    }

    /// At the first frame at or after each multiple of `interval`, of a source of variable rate.
    record EveryInterval(Duration interval) implements KeyframeGrid {}

    /// At keyframes the source has, because a rendition is a copy of it.
    ///
    /// @param seconds presentation times from the start of the source, ascending, the first is 0
    record AtTimes(List<Rational> seconds) implements KeyframeGrid {
        public AtTimes {
            seconds = List.copyOf(seconds);
        }
    }
}
