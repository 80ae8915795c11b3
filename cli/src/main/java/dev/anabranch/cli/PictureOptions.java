package dev.anabranch.cli;

import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSettings.Corner;
import dev.anabranch.transcode.PictureSettings.Crop;
import dev.anabranch.transcode.PictureSettings.Overlay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// What is done to the picture, in the words of the command line.
final class PictureOptions {

    /// How fonts and collections of them begin (OpenType 1.9, "Organization of an OpenType Font").
    private static final Set<String> FONTS = Set.of("\0\1\0\0", "OTTO", "true", "typ1", "ttcf");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--crop",
            converter = CropConverter.class,
            paramLabel = "WxH+X+Y",
            description = "What is kept of the upright picture, in pixels.")
    private @Nullable Crop crop;

    @Option(
            names = "--watermark",
            paramLabel = "FILE",
            description = "An image that lies on the picture.")
    private @Nullable Path watermark;

    @Option(
            names = "--watermark-at",
            defaultValue = "top-right",
            converter = CornerConverter.class,
            paramLabel = "CORNER",
            description =
                    "top-left, top-right, bottom-left, bottom-right or centre. Default: ${DEFAULT-VALUE}.")
    private Corner watermarkCorner = Corner.TOP_RIGHT;

    @Option(
            names = "--watermark-opacity",
            defaultValue = "1",
            paramLabel = "0-1",
            description = "Default: ${DEFAULT-VALUE}.")
    private double watermarkOpacity = 1;

    @Option(
            names = "--watermark-scale",
            defaultValue = "0.15",
            paramLabel = "0-1",
            description = "Its width as a share of the picture's. Default: ${DEFAULT-VALUE}.")
    private double watermarkScale = 0.15;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "A line of text that lies on the picture; needs --font.")
    private @Nullable String text;

    @Option(names = "--font", paramLabel = "FILE", description = "A TrueType or OpenType file.")
    private @Nullable Path font;

    @Option(
            names = "--text-at",
            defaultValue = "bottom-left",
            converter = CornerConverter.class,
            paramLabel = "CORNER",
            description = "As --watermark-at. Default: ${DEFAULT-VALUE}.")
    private Corner textCorner = Corner.BOTTOM_LEFT;

    @Option(
            names = "--text-opacity",
            defaultValue = "1",
            paramLabel = "0-1",
            description = "Default: ${DEFAULT-VALUE}.")
    private double textOpacity = 1;

    @Option(
            names = "--text-scale",
            defaultValue = "0.05",
            paramLabel = "0-1",
            description = "Its height as a share of the picture's. Default: ${DEFAULT-VALUE}.")
    private double textScale = 0.05;

    /// @throws NoSuchFileException when a file it names is not there
    PictureSettings settings() throws IOException {
        refuseWithout(watermark, "--watermark");
        refuseWithout(text, "--text");
        checkRanges();
        var overlays = new ArrayList<Overlay>();
        if (watermark != null) {
            overlays.add(
                    new Overlay.Image(
                            there(watermark), watermarkCorner, watermarkOpacity, watermarkScale));
        }
        if (text != null) {
            if (font == null) {
                throw new ParameterException(
                        spec.commandLine(), "--text needs a font: --font FILE.ttf");
            }
            overlays.add(new Overlay.Text(text, font(font), textCorner, textOpacity, textScale));
        }
        return new PictureSettings(Optional.ofNullable(crop), overlays);
    }

    /// Files that are read.
    List<Path> files() {
        return Stream.of(watermark, font).flatMap(Stream::ofNullable).toList();
    }

    private void checkRanges() {
        Range.checkShare(spec, "--watermark-opacity", watermarkOpacity, true);
        Range.checkShare(spec, "--watermark-scale", watermarkScale, false);
        Range.checkShare(spec, "--text-opacity", textOpacity, true);
        Range.checkShare(spec, "--text-scale", textScale, false);
    }

    /// A corner for nothing is a mistake that would show in the picture only.
    private void refuseWithout(@Nullable Object what, String name) {
        if (what != null) {
            return;
        }
        for (var option : spec.commandLine().getParseResult().matchedOptions()) {
            if (option.longestName().startsWith(name + "-")
                    || option.longestName().equals("--font") && name.equals("--text")) {
                throw new ParameterException(
                        spec.commandLine(), option.longestName() + " is of no use without " + name);
            }
        }
    }

    /// FFmpeg takes some other font without a word for a file that is none.
    private Path font(Path file) throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(there(file))) {
            head = in.readNBytes(4);
        }
        if (!FONTS.contains(new String(head, StandardCharsets.ISO_8859_1))) {
            throw new ParameterException(
                    spec.commandLine(), "--font: " + file + " is neither TrueType nor OpenType");
        }
        return file.toAbsolutePath();
    }

    private static Path there(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file.toAbsolutePath();
    }

    static final class CropConverter implements ITypeConverter<Crop> {

        private static final Pattern FORM =
                Pattern.compile("(\\d{1,5})x(\\d{1,5})\\+(\\d{1,5})\\+(\\d{1,5})");

        @Override
        public Crop convert(String text) {
            var matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not a rectangle such as 1280x720+0+180");
            }
            try {
                return new Crop(
                        Integer.parseInt(matcher.group(3)),
                        Integer.parseInt(matcher.group(4)),
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)));
            } catch (IllegalArgumentException tooSmall) {
                throw new TypeConversionException("'" + text + "' is smaller than 2x2");
            }
        }
    }

    static final class CornerConverter implements ITypeConverter<Corner> {

        @Override
        public Corner convert(String text) {
            for (var corner : Corner.values()) {
                if (corner.name().replace('_', '-').equals(text.toUpperCase(Locale.ROOT))) {
                    return corner;
                }
            }
            throw new TypeConversionException(
                    "'"
                            + text
                            + "' is none of top-left, top-right, bottom-left, bottom-right, centre");
        }
    }
}
