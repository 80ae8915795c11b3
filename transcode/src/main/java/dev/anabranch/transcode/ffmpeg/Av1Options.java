package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.util.ArrayList;
import java.util.List;

/// The options of libsvtav1 and libaom.
final class Av1Options {

    private static final int MAX_PARALLELISM = 6;

    private Av1Options() {}

    /// SVT-AV1 before 2 takes no order for a keyframe but counts frames; it counts in all versions.
    static void svt(VideoOutput.Encoded output, TranscodePlan plan, List<String> words) {
        var every = FfmpegEncoders.every(output, plan.grid());
        words.addAll(
                List.of(
                        "-preset",
                        switch (output.preset()) {
                            case FAST -> "10";
                            case BALANCED -> "8";
                            case QUALITY -> "5";
                        }));
        words.addAll(List.of("-g", "" + every.orElse(FfmpegEncoders.NO_KEYFRAMES)));
        var parameters = parameters(output, plan);
        if (!parameters.isEmpty()) {
            words.addAll(List.of("-svtav1-params", String.join(":", parameters)));
        }
        FfmpegEncoders.crfOrBitRate(output.rate(), words);
        if (output.rate().crf().isPresent()) {
            // With a mean it is refused: "Max Bitrate only supported with CRF mode".
            FfmpegEncoders.vbv(output.rate(), words);
        }
    }

    private static List<String> parameters(VideoOutput.Encoded output, TranscodePlan plan) {
        var parameters = new ArrayList<String>();
        int threads = plan.limits().threads();
        if (threads > 0) {
            // It does not look at `-threads`; this is a level of parallelism, up to 6.
            parameters.add("lp=" + Math.min(threads, MAX_PARALLELISM));
        }
        var mastering = FfmpegEncoders.mastering(output, plan);
        mastering
                .display()
                .ifPresent(display -> parameters.add("mastering-display=" + display.fractions()));
        mastering.light().ifPresent(light -> parameters.add("content-light=" + light));
        return parameters;
    }

    /// Forced keyframes come right only in its mode for live streams, see
    /// [FfmpegEncoders#isForced].
    static void aom(VideoOutput.Encoded output, TranscodePlan plan, List<String> words) {
        var every = FfmpegEncoders.every(output, plan.grid());
        words.addAll(
                List.of(
                        "-cpu-used",
                        switch (output.preset()) {
                            case FAST -> "8";
                            case BALANCED -> "6";
                            case QUALITY -> every.isPresent() ? "4" : "5";
                        },
                        "-row-mt",
                        "1"));
        var interval = "" + every.orElse(FfmpegEncoders.NO_KEYFRAMES);
        words.addAll(List.of("-g", interval, "-keyint_min", interval));
        if (every.isEmpty()) {
            words.addAll(List.of("-usage", "realtime"));
        }
        if (output.rate().crf().isPresent()) {
            // The quality is the best that this rate allows, "constrained quality".
            words.addAll(List.of("-b:v", Long.toString(output.rate().bitsPerSecond())));
            words.addAll(List.of("-crf", "" + output.rate().crf().getAsInt()));
        } else {
            FfmpegEncoders.crfOrBitRate(output.rate(), words);
        }
        FfmpegEncoders.vbv(output.rate(), words);
    }
}
