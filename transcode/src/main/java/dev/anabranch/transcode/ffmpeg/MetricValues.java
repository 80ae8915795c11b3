package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.ffmpeg.QualityMeter.Loss;
import java.util.List;
import java.util.regex.Pattern;

/// The lists that ffmpeg's filters write, a line a frame:
///
/// ```
/// n:1 Y:0.991829 U:0.994529 V:0.995410 All:0.992876 (21.472790)             ssim
/// n:    1  XPSNR y: 41.9711  XPSNR u: 45.1181  XPSNR v: inf                 xpsnr
/// Frame,integer_adm2,...,integer_motion2,integer_vif_scale0,...,vmaf,       libvmaf, a first line
/// 0,0.970231,...,0.000000,0.571911,...,91.212343,                           and one a frame
/// ```
record MetricValues(Metric metric) {

    private static final Pattern SSIM = Pattern.compile("\\bY:(-?[\\d.]+)");
    private static final Pattern XPSNR = Pattern.compile("XPSNR y: *(-?[\\d.]+|inf)");

    /// Of all frames of a list.
    ///
    /// @throws MediaFormatException naming the line that is something else
    Loss loss(String text) throws MediaFormatException {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        return switch (metric) {
            case SSIM -> loss(lines, SSIM);
            case XPSNR -> loss(xpsnrLines(lines), XPSNR);
            case VMAF -> vmaf(lines);
        };
    }

    /// At the end the filter writes the means.
    private static List<String> xpsnrLines(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("n:")).toList();
    }

    private Loss loss(List<String> lines, Pattern pattern) throws MediaFormatException {
        double sum = 0;
        for (int i = 0; i < lines.size(); i++) {
            var value = pattern.matcher(lines.get(i));
            if (!value.find()) {
                throw wrong(i);
            }
            sum += metric.loss(number(value.group(1), i));
        }
        return new Loss(lines.size(), sum);
    }

    private Loss vmaf(List<String> lines) throws MediaFormatException {
        int column = lines.isEmpty() ? -1 : List.of(lines.getFirst().split(",")).indexOf("vmaf");
        if (column < 0) {
            throw wrong(0);
        }
        double sum = 0;
        for (int i = 1; i < lines.size(); i++) {
            var cells = lines.get(i).split(",");
            if (cells.length <= column) {
                throw wrong(i);
            }
            sum += metric.loss(number(cells[column], i));
        }
        return new Loss(lines.size() - 1L, sum);
    }

    private double number(String text, int line) throws MediaFormatException {
        if (text.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException malformed) {
            throw wrong(line);
        }
    }

    private MediaFormatException wrong(int line) {
        return MediaFormatException.malformed(
                "line " + (line + 1) + " of the values", "no " + metric + " of a frame");
    }
}
