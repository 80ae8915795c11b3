package dev.anabranch.transcode;

import java.time.Duration;
import java.util.List;

/// Single pictures of the source, as a track of JPEG images. Their times are those that were asked
/// for; each picture is the last one that begins at or before its time. They count from the start
/// of what is taken of the source or, where there is no sound, from its first picture: there the
/// presentation begins.
public sealed interface StillOutput {

    /// Its track in [TrackSink], unique in a plan.
    int trackId();

    /// Pixels across one picture as it is shown.
    int width();

    /// Pixels down.
    int height();

    /// Pictures of which one is taken.
    ///
    /// @param times the one that is liked best first
    record Poster(int trackId, List<Duration> times, int width, int height) implements StillOutput {
        public Poster {
            times = List.copyOf(times);
        }
    }

    /// @param times in order
    record Thumbnails(int trackId, List<Duration> times, int width, int height)
            implements StillOutput {
        public Thumbnails {
            times = List.copyOf(times);
        }
    }

    /// One picture each `interval` from 0 on, put together to images of `columns` by `rows`, row by
    /// row; what is left of the last image is black. The time of an image is that of its first
    /// picture.
    record Storyboard(int trackId, Duration interval, int width, int height, int columns, int rows)
            implements StillOutput {

        /// A rest of the film that is shorter gets no picture of its own: half a frame, which is
        /// what the end of one is rounded by, or half an `interval` where that is less.
        ///
        /// @param frame how long the last frame is shown
        public static Duration shortest(Duration frame, Duration interval) {
            return (frame.compareTo(interval) < 0 ? frame : interval).dividedBy(2);
        }

        /// How long one image lasts.
        public Duration imageDuration() {
            return interval.multipliedBy((long) columns * rows);
        }
    }
}
