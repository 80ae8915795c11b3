package dev.anabranch.cli;

import dev.anabranch.transcode.Extras;
import dev.anabranch.transcode.Extras.Storyboard;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// What is made beside the renditions, in the words of the command line.
final class ExtrasOptions {

    private static final String AUTO = "auto";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--poster",
            arity = "0..1",
            fallbackValue = AUTO,
            paramLabel = "TIME",
            description = {
                "Make poster.jpg, of the picture shown at a time of the output.",
                "Without a time it is one from early in the film that shows something."
            })
    private @Nullable String poster;

    @Option(
            names = "--thumbnail",
            split = ",",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = {
                "Make a JPEG of the picture shown at a time of the output; may be repeated.",
                "Up to 100."
            })
    private List<Duration> thumbnails = List.of();

    @Option(
            names = "--thumbnail-width",
            paramLabel = "PIXELS",
            description = "16 to 1920. Default: the width of the source.")
    private @Nullable Integer thumbnailWidth;

    @Option(
            names = "--storyboard",
            arity = "0..1",
            fallbackValue = "10s",
            converter = DurationConverter.class,
            paramLabel = "INTERVAL",
            description = {
                "Make small pictures for seeking, several to an image, with WebVTT that says where each is.",
                "From 100ms to 1h. Default: 10s."
            })
    private @Nullable Duration interval;

    @Option(
            names = "--storyboard-width",
            paramLabel = "PIXELS",
            description = "Of a small picture, even, 16 to 640. Default: 160.")
    private @Nullable Integer tileWidth;

    @Option(
            names = "--storyboard-grid",
            converter = GridConverter.class,
            paramLabel = "COLUMNSxROWS",
            description = "How many of them are in an image, up to 20x20. Default: 5x5.")
    private @Nullable Grid grid;

    @Option(
            names = "--audio-only",
            description = "Add a variant of sound alone, for networks too slow for pictures.")
    private boolean isAudioOnly;

    @Option(names = "--download", description = "Add each rendition as one MP4 file, to be saved.")
    private boolean hasDownloads;

    /// How many pictures are in an image.
    record Grid(int columns, int rows) {}

    /// @throws ParameterException that names the option whose value cannot be
    Extras extras() {
        var extras = Extras.NONE.withAudioOnly(isAudioOnly).withDownloads(hasDownloads);
        extras = Range.applied(spec, "--thumbnail", extras, thumbnails, Extras::withThumbnails);
        extras = Range.applied(spec, "--poster", extras, poster, this::withPoster);
        if (thumbnailWidth != null) {
            require(
                    !thumbnails.isEmpty(),
                    "--thumbnail-width is of --thumbnail, which is not there");
            extras =
                    Range.applied(
                            spec,
                            "--thumbnail-width",
                            extras,
                            thumbnailWidth,
                            Extras::withThumbnailWidth);
        }
        if (interval == null) {
            require(
                    tileWidth == null && grid == null,
                    "--storyboard-width and --storyboard-grid are of --storyboard, which is not there");
            return extras;
        }
        return extras.withStoryboard(storyboard(interval));
    }

    private Extras withPoster(Extras extras, String time) {
        return time.equals(AUTO) ? extras.withPoster() : extras.withPoster(time(time));
    }

    /// One by one, so that the one that cannot be is named.
    private Storyboard storyboard(Duration every) {
        var board = Storyboard.DEFAULT;
        board = Range.applied(spec, "--storyboard", board, every, ExtrasOptions::withInterval);
        board =
                Range.applied(
                        spec, "--storyboard-width", board, tileWidth, ExtrasOptions::withWidth);
        return Range.applied(spec, "--storyboard-grid", board, grid, ExtrasOptions::withGrid);
    }

    private static Storyboard withInterval(Storyboard board, Duration interval) {
        return new Storyboard(interval, board.tileWidth(), board.columns(), board.rows());
    }

    private static Storyboard withWidth(Storyboard board, int tileWidth) {
        return new Storyboard(board.interval(), tileWidth, board.columns(), board.rows());
    }

    private static Storyboard withGrid(Storyboard board, Grid grid) {
        return new Storyboard(board.interval(), board.tileWidth(), grid.columns, grid.rows);
    }

    private Duration time(String text) {
        try {
            return new DurationConverter().convert(text);
        } catch (TypeConversionException malformed) {
            throw new ParameterException(
                    spec.commandLine(), "--poster: " + malformed.getMessage(), malformed);
        }
    }

    private void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    static final class GridConverter implements ITypeConverter<Grid> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,3})x(\\d{1,3})");

        @Override
        public Grid convert(String text) {
            var matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not a grid such as 5x5");
            }
            return new Grid(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }
    }
}
