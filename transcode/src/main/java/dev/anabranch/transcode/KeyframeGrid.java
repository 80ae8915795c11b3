package dev.anabranch.transcode;

import dev.anabranch.media.Rational;
import java.time.Duration;
import java.util.List;

/// Where every rendition gets a keyframe, and no encoder puts another one.
public sealed interface KeyframeGrid {

    /// Times that differ by less are the same: clocks tick in microseconds or more.
    double SAME_SECONDS = 0.000_001;

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

    /// The frames of an [EveryInterval], asked for in the order they are shown: the first frame of
    /// each interval; of a pause of several there is one keyframe behind it. Used by one thread.
    final class Spaced {
        private final double interval;
        private long reached = -1;

        /// @param interval in seconds
        public Spaced(double interval) {
            this.interval = interval;
        }

        /// @param seconds from the start of the source
        public boolean has(double seconds) {
            long now = (long) Math.floor(seconds / interval + SAME_SECONDS);
            boolean isFirst = now > reached;
            reached = Math.max(reached, now);
            return isFirst;
        }
    }
}
