package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.util.List;

/// The options of libx264 and libx265.
final class X26xOptions {

    private X26xOptions() {}

    static void x264(VideoOutput.Encoded output, List<String> words) {
        words.addAll(List.of("-preset", preset(output.preset())));
        int none = FfmpegEncoders.NO_KEYFRAMES;
        words.addAll(List.of("-g", "" + none, "-keyint_min", "" + none / 2));
        words.addAll(List.of("-forced-idr", "1"));
        FfmpegEncoders.crfOrBitRate(output.rate(), words);
        FfmpegEncoders.vbv(output.rate(), words);
        FfmpegEncoders.profile(output, words);
        FfmpegEncoders.level(output, words);
    }

    static void x265(VideoOutput.Encoded output, TranscodePlan plan, List<String> words) {
        int threads = plan.limits().threads();
        words.addAll(List.of("-preset", preset(output.preset())));
        words.addAll(List.of("-forced-idr", "1", "-tag:v", "hvc1"));
        int none = FfmpegEncoders.NO_KEYFRAMES;
        var parameters =
                "keyint=%d:min-keyint=%d:open-gop=0:scenecut=40:log-level=error"
                        .formatted(none, none);
        if (output.level().isPresent()) {
            parameters += ":level-idc=" + FfmpegEncoders.levelText(output.level().getAsInt());
        }
        if (threads > 0) {
            // `-threads` would be frames at a time, each of which has all processors.
            parameters += ":pools=" + threads + ":frame-threads=1";
        }
        var mastering = FfmpegEncoders.mastering(output, plan);
        if (mastering.display().isPresent()) {
            parameters += ":master-display=" + mastering.display().get().units();
        }
        if (mastering.light().isPresent()) {
            parameters += ":max-cll=" + mastering.light().get();
        }
        words.addAll(List.of("-x265-params", parameters));
        FfmpegEncoders.crfOrBitRate(output.rate(), words);
        FfmpegEncoders.vbv(output.rate(), words);
        FfmpegEncoders.profile(output, words);
    }

    private static String preset(Preset preset) {
        return switch (preset) {
            case FAST -> "veryfast";
            case BALANCED -> "medium";
            case QUALITY -> "slow";
        };
    }
}
