package dev.anabranch.transcode.probe;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SourceVideo.Colour;
import dev.anabranch.transcode.SourceVideo.Range;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A video stream as ffprobe describes it, made into a [SourceVideo]. Used once, by one thread.
final class ProbedPicture {

    private static final Pattern DEPTH =
            Pattern.compile(
                    "(?:p|p0|y2|v30|x2rgb|x2bgr|gray|ya|gbrp|gbrap)(9|10|12|14|16)(?:[lb]e)?$");
    private static final Pattern RGB_DEPTH =
            Pattern.compile("^(?:rgb|bgr)(?:a|48|64)(?:48|64)?[lb]e$");
    private static final Set<String> FIELDS = Set.of("tt", "bb", "tb", "bt");
    private static final Rational UNKNOWN_TIME_BASE = new Rational(1, 90_000);

    /// Shapes of pixels beyond this are mistakes of a writer.
    private static final double MAX_STRETCH = 8;

    private final ProbedStream stream;
    private final List<Long> sortedPts;
    private final Duration start;
    private final List<String> warnings;

    /// @param sortedPts of the first frames, without the last ones that are not all known
    /// @param start of the source, as its own clock has it
    /// @param warnings takes what is odd
    ProbedPicture(
            ProbedStream stream, List<Long> sortedPts, Duration start, List<String> warnings) {
        this.stream = stream;
        this.sortedPts = sortedPts;
        this.start = start;
        this.warnings = warnings;
    }

    SourceVideo video() {
        int depth = bitDepth(stream.text("pix_fmt"), stream.number("bits_per_raw_sample"));
        var timeBase = stream.timeBase().orElse(UNKNOWN_TIME_BASE);
        var timing = FrameTiming.of(stream, timeBase, sortedPts);
        timing.warning().ifPresent(warnings::add);
        if (stream.text("pix_fmt").isEmpty()) {
            warnings.add(
                    "no picture of stream %d could be decoded: it is damaged, or encrypted"
                            .formatted(stream.index()));
        }
        return new SourceVideo(
                stream.index(),
                stream.text("codec_name"),
                ProbeReport.profile(stream),
                (int) stream.number("width"),
                (int) stream.number("height"),
                sampleAspectRatio(),
                rotationDegrees(),
                timing.rate(),
                timing.isVariable(),
                timeBase,
                isInterlaced(),
                stream.text("pix_fmt"),
                depth,
                range(depth),
                stream.numberOrTag("bit_rate", "BPS"),
                stream.numberOrTag("nb_frames", "NUMBER_OF_FRAMES"),
                stream.end().map(end -> end.minus(start)).filter(Duration::isPositive),
                new Colour(
                        known("color_primaries"),
                        known("color_transfer"),
                        known("color_space"),
                        stream.text("color_range").equals("pc"),
                        ProbedHdr.of(stream)));
    }

    private String known(String name) {
        var text = stream.text(name);
        return Set.of("unknown", "unspecified", "reserved").contains(text) ? "" : text;
    }

    private Rational sampleAspectRatio() {
        var ratio = stream.ratio("sample_aspect_ratio").orElse(Rational.ONE);
        if (ratio.toDouble() > MAX_STRETCH || ratio.toDouble() < 1 / MAX_STRETCH) {
            warnings.add("pixels of shape %s are taken for square ones".formatted(ratio));
            return Rational.ONE;
        }
        return ratio;
    }

    /// ffprobe's angle is counter-clockwise (`av_display_rotation_get`).
    private int rotationDegrees() {
        for (var side : stream.node().path("side_data_list")) {
            if (side.path("rotation").isNumber()) {
                double clockwise = -side.path("rotation").asDouble();
                int quarter = Math.floorMod((int) Math.round(clockwise / 90), 4);
                if (Math.abs(clockwise - Math.round(clockwise / 90) * 90) > 1) {
                    warnings.add(
                            "a turn by %.0f degrees is made one by %d"
                                    .formatted(clockwise, quarter * 90));
                }
                return quarter * 90;
            }
        }
        return 0;
    }

    private boolean isInterlaced() {
        var order = stream.text("field_order");
        // DV has fields unless it says otherwise (IEC 61834).
        boolean isDv = stream.text("codec_name").equals("dvvideo");
        return FIELDS.contains(order) || isDv && !order.equals("progressive");
    }

    private Range range(int depth) {
        return switch (stream.text("color_transfer")) {
            case "smpte2084" -> Range.PQ;
            case "arib-std-b67" -> Range.HLG;
            case "", "unknown", "reserved" -> unsaidRange(depth);
            default -> Range.SDR;
        };
    }

    private Range unsaidRange(int depth) {
        if (depth < 10 || !stream.text("color_primaries").equals("bt2020")) {
            return Range.SDR;
        }
        warnings.add("BT.2020 colours without a transfer function are taken for HDR10 (PQ)");
        return Range.PQ;
    }

    static int bitDepth(String pixelFormat, long rawBits) {
        var depth = DEPTH.matcher(pixelFormat);
        if (depth.find()) {
            return Integer.parseInt(depth.group(1));
        }
        if (RGB_DEPTH.matcher(pixelFormat).find()) {
            return 16;
        }
        return rawBits >= 8 && rawBits <= 16 ? (int) rawBits : 8;
    }
}
