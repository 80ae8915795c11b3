package dev.anabranch.transcode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What is made beside the renditions, of the same decoded pictures. Times are from the start of
/// the source, or of what of it is taken, in whole milliseconds.
///
/// @param poster the picture that stands for the film, if there is to be one
/// @param thumbnails which pictures are wanted: each the one that is shown at that time
/// @param thumbnailWidth of those in pixels; empty for that of the source, up to
///   [#MAX_PICTURE_SIDE]
/// @param storyboard small pictures for seeking, if there are to be any
/// @param isAudioOnly whether there is a variant without pictures for very slow networks
/// @param hasDownloads whether each rendition of the picture is there as one MP4 file, too
public record Extras(
        Optional<Poster> poster,
        List<Duration> thumbnails,
        OptionalInt thumbnailWidth,
        Optional<Storyboard> storyboard,
        boolean isAudioOnly,
        boolean hasDownloads) {

    /// No picture is larger.
    public static final int MAX_PICTURE_SIDE = 1920;

    /// Each is a term in an expression that is evaluated again and again.
    public static final int MAX_THUMBNAILS = 100;

    private static final int MIN_WIDTH = 16;

    public static final Extras NONE =
            new Extras(
                    Optional.empty(),
                    List.of(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    false,
                    false);

    /// @param time which picture; empty for one that shows something, from early in the film
    public record Poster(Optional<Duration> time) {
        public Poster {
            time.ifPresent(at -> checkTime("poster", at));
        }
    }

    /// Small pictures, several to a file.
    ///
    /// @param interval from one to the next, a tenth of a second to an hour
    /// @param tileWidth of each in pixels, even, 16 to 640
    /// @param columns of them in a file, 1 to 20
    /// @param rows likewise
    public record Storyboard(Duration interval, int tileWidth, int columns, int rows) {

        private static final Duration SHORTEST = Duration.ofMillis(100);
        private static final Duration LONGEST = Duration.ofHours(1);
        private static final int MAX_TILE_WIDTH = 640;
        private static final int MAX_ACROSS = 20;

        public static final Storyboard DEFAULT = new Storyboard(Duration.ofSeconds(10), 160, 5, 5);

        public Storyboard {
            checkTime("storyboard interval", interval);
            if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "storyboard interval=" + interval + ", it is 100 ms to 1 h");
            }
            if (tileWidth < MIN_WIDTH || tileWidth > MAX_TILE_WIDTH || tileWidth % 2 != 0) {
                throw new IllegalArgumentException(
                        "storyboard tileWidth=%d, it is even and %d to %d"
                                .formatted(tileWidth, MIN_WIDTH, MAX_TILE_WIDTH));
            }
            if (columns < 1 || columns > MAX_ACROSS || rows < 1 || rows > MAX_ACROSS) {
                throw new IllegalArgumentException(
                        "storyboard columns=%d rows=%d, they are 1 to %d"
                                .formatted(columns, rows, MAX_ACROSS));
            }
        }
    }

    public Extras {
        thumbnails = thumbnails.stream().sorted().distinct().toList();
        thumbnails.forEach(time -> checkTime("thumbnail", time));
        if (thumbnails.size() > MAX_THUMBNAILS) {
            throw new IllegalArgumentException(
                    "%d thumbnails, there may be %d".formatted(thumbnails.size(), MAX_THUMBNAILS));
        }
        if (thumbnailWidth.isPresent()
                && (thumbnailWidth.getAsInt() < MIN_WIDTH
                        || thumbnailWidth.getAsInt() > MAX_PICTURE_SIDE)) {
            throw new IllegalArgumentException(
                    "thumbnailWidth=%d, it is %d to %d"
                            .formatted(thumbnailWidth.getAsInt(), MIN_WIDTH, MAX_PICTURE_SIDE));
        }
    }

    private static void checkTime(String what, Duration time) {
        if (time.isNegative() || time.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    what + "=" + time + ", it is a whole number of milliseconds");
        }
    }

    /// Whether any of it is made of decoded pictures.
    public boolean hasPictures() {
        return poster.isPresent() || !thumbnails.isEmpty() || storyboard.isPresent();
    }

    /// With a poster that is chosen by what the pictures show.
    public Extras withPoster() {
        return withPoster(new Poster(Optional.empty()));
    }

    /// With the picture shown at `time` as the poster.
    public Extras withPoster(Duration time) {
        return withPoster(new Poster(Optional.of(time)));
    }

    private Extras withPoster(Poster wanted) {
        return new Extras(
                Optional.of(wanted),
                thumbnails,
                thumbnailWidth,
                storyboard,
                isAudioOnly,
                hasDownloads);
    }

    public Extras withThumbnails(List<Duration> times) {
        return new Extras(poster, times, thumbnailWidth, storyboard, isAudioOnly, hasDownloads);
    }

    public Extras withThumbnailWidth(int pixels) {
        return new Extras(
                poster, thumbnails, OptionalInt.of(pixels), storyboard, isAudioOnly, hasDownloads);
    }

    public Extras withStoryboard(Storyboard wanted) {
        return new Extras(
                poster, thumbnails, thumbnailWidth, Optional.of(wanted), isAudioOnly, hasDownloads);
    }

    public Extras withAudioOnly(boolean wanted) {
        return new Extras(poster, thumbnails, thumbnailWidth, storyboard, wanted, hasDownloads);
    }

    public Extras withDownloads(boolean wanted) {
        return new Extras(poster, thumbnails, thumbnailWidth, storyboard, isAudioOnly, wanted);
    }
}
