package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SourceVideo.Colour;
import dev.anabranch.transcode.SourceVideo.Range;
import dev.anabranch.transcode.VideoOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The filters that scale a picture and keep its colours what they are.
///
/// Every rendition is in limited range and says what its code values stand for. One that leaves it
/// open would be shown differently by its size: players take small pictures for BT.601 and large
/// ones for BT.709.
record FfmpegColours(SourceVideo source, Range range) {

    private static final Colour BT709 = new Colour("bt709", "bt709", "bt709", false);
    private static final Colour BT601_525 =
            new Colour("smpte170m", "smpte170m", "smpte170m", false);
    private static final Colour BT601_625 = new Colour("bt470bg", "smpte170m", "bt470bg", false);

    /// From this size on a picture that says nothing is meant to be BT.709.
    private static final int HIGH_DEFINITION_LINES = 720;

    private static final int WIDE_PIXELS = 1280;

    /// Standard definition of 50 fields a second.
    private static final int LINES_OF_625 = 576;

    /// What linear 1.0 is, in candela per square metre. White, which is meant to be at 203 (ITU-R
    /// BT.2408), then comes out at three quarters of the scale, and what is brighter above it.
    private static final int NOMINAL_PEAK = 100;

    /// Formats without a matrix: it is chosen when they become YUV.
    private static final Pattern NO_MATRIX =
            Pattern.compile("^(?:0?[argbx]{3,4}|x2|rgb|bgr|gbr|gray|ya|pal8|mono).*");

    /// @param picture what was done to the source before
    List<String> scaled(VideoOutput.Encoded output, PictureSettings picture) {
        var filters = new ArrayList<String>();
        var colour = colour();
        if (range != source.range()) {
            filters.addAll(resized(output));
            filters.add(toneMap(source.range()));
        } else if (!isAsItIs(output, picture)) {
            filters.add(size(output) + ":out_range=tv" + matrix(colour));
            filters.add("setsar=1");
        }
        filters.add("format=" + format(output));
        filters.add(
                "setparams=range=tv:color_primaries=%s:color_trc=%s:colorspace=%s"
                        .formatted(colour.primaries(), colour.transfer(), colour.matrix()));
        return filters;
    }

    /// To its size, from a picture of the same form.
    static List<String> resized(VideoOutput.Encoded output) {
        return List.of(size(output), "setsar=1");
    }

    private static String size(VideoOutput.Encoded output) {
        return "scale=" + output.width() + ":" + output.height() + ":flags=bicubic";
    }

    private static String format(VideoOutput.Encoded output) {
        return output.bitDepth() > 8 ? "yuv420p10le" : "yuv420p";
    }

    /// Whether the picture that comes has the size and the form already: even then the scaler would
    /// copy it.
    private boolean isAsItIs(VideoOutput.Encoded output, PictureSettings picture) {
        int width = picture.crop().map(crop -> crop.width()).orElse(source.displayWidth());
        int height = picture.crop().map(crop -> crop.height()).orElse(source.displayHeight());
        return source.sampleAspectRatio().equals(Rational.ONE)
                && source.pixelFormat().equals(format(output))
                && !source.colour().isFullRange()
                && picture.overlays().isEmpty()
                && output.width() == width
                && output.height() == height;
    }

    /// How much of the scale white is, that of an overlay for one: in HDR there is more above it
    /// (ITU-R BT.2408, table 1).
    static double white(Range range) {
        return switch (range) {
            case SDR -> 1;
            case PQ -> 0.58;
            case HLG -> 0.75;
        };
    }

    /// What brings an RGBA image of some width to the form of the source itself.
    static String image(SourceVideo source, long width) {
        var colours = new FfmpegColours(source, source.range());
        if (colours.hasNoMatrix()) {
            return "scale=" + width + ":-1";
        }
        return "scale=%d:-1:out_color_matrix=%s:out_range=tv,format=%s"
                .formatted(
                        width,
                        scalerName(colours.colour().matrix()),
                        source.bitDepth() > 8 ? "yuva444p10le" : "yuva444p");
    }

    /// The scaler has names of its own for two of them.
    private static String scalerName(String matrix) {
        return switch (matrix) {
            case "bt2020nc" -> "bt2020";
            case "bt470bg" -> "bt470";
            case String other -> other;
        };
    }

    /// What makes a picture for JPEG of the source itself: in standard range, with the full scale
    /// and the matrix of BT.601 (JFIF 1.02).
    static String jpeg(SourceVideo source, int width, int height) {
        var colours = new FfmpegColours(source, Range.SDR);
        var size = "scale=%d:%d:flags=bicubic".formatted(width, height);
        var form = "out_color_matrix=bt601:out_range=pc,setsar=1,format=yuvj420p";
        if (source.range() != Range.SDR) {
            return "%s,%s,scale=in_color_matrix=bt709:%s"
                    .formatted(size, toneMap(source.range()), form);
        }
        return colours.hasNoMatrix()
                ? size + ":" + form
                : size + ":in_color_matrix=" + scalerName(colours.colour().matrix()) + ":" + form;
    }

    private String matrix(Colour colour) {
        return hasNoMatrix() ? ":out_color_matrix=" + colour.matrix() : "";
    }

    private boolean hasNoMatrix() {
        return NO_MATRIX.matcher(source.pixelFormat()).matches();
    }

    /// What comes out, with nothing left open.
    Colour colour() {
        return switch (range) {
            case PQ -> new Colour("bt2020", "smpte2084", "bt2020nc", false);
            case HLG -> new Colour("bt2020", "arib-std-b67", "bt2020nc", false);
            case SDR -> source.range() == Range.SDR ? standard() : BT709;
        };
    }

    private Colour standard() {
        var said = source.colour();
        var usual = usual();
        var matrix = hasNoMatrix() ? usual.matrix() : said(said.matrix(), usual.matrix());
        return new Colour(
                said(said.primaries(), usual.primaries()),
                said(said.transfer(), usual.transfer()),
                matrix,
                false);
    }

    private static String said(String value, String otherwise) {
        return Optional.of(value).filter(text -> !text.isEmpty()).orElse(otherwise);
    }

    /// What is meant by a picture that says nothing.
    private Colour usual() {
        boolean isLarge = source.height() >= HIGH_DEFINITION_LINES || source.width() >= WIDE_PIXELS;
        if (isLarge || hasNoMatrix()) {
            return BT709;
        }
        return source.height() == LINES_OF_625 ? BT601_625 : BT601_525;
    }

    /// From HDR to SDR: to linear light, to the smaller gamut, bright parts rolled off.
    private static String toneMap(Range from) {
        var transfer =
                switch (from) {
                    case PQ -> "smpte2084";
                    case HLG -> "arib-std-b67";
                    case SDR -> throw new IllegalArgumentException("there is no way back to HDR");
                };
        return ("zscale=tin=%s:min=2020_ncl:pin=2020:t=linear:npl=%d,format=gbrpf32le,zscale=p=709,"
                        + "tonemap=hable:desat=0,zscale=t=709:m=709:r=limited")
                .formatted(transfer, NOMINAL_PEAK);
    }
}
