package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import java.util.List;

/// The options of encoders in hardware, all of which know bit rates only.
final class HardwareOptions {

    private HardwareOptions() {}

    static void add(VideoOutput.Encoded output, List<String> words) {
        var kind =
                Hardware.ofEncoder(output.encoder())
                        .orElseThrow(
                                () -> new IllegalArgumentException("encoder=" + output.encoder()));
        words.addAll(List.of("-g", "" + FfmpegEncoders.NO_KEYFRAMES));
        words.addAll(
                switch (kind) {
                    case NVENC -> nvenc(output);
                    case QSV -> List.of("-forced_idr", "1", "-preset", named(output.preset()));
                    // Ordered keyframes are IDR pictures in both.
                    case VAAPI, V4L2M2M -> List.of();
                    case OFF, AUTO -> throw new IllegalArgumentException("kind=" + kind);
                });
        if (output.codec() == VideoCodec.HEVC) {
            words.addAll(List.of("-tag:v", "hvc1"));
        }
        words.addAll(List.of("-b:v", Long.toString(output.rate().bitsPerSecond())));
        FfmpegEncoders.vbv(output.rate(), words);
        FfmpegEncoders.profile(output, words);
        if (kind != Hardware.V4L2M2M) {
            FfmpegEncoders.level(output, words);
        }
    }

    private static List<String> nvenc(VideoOutput.Encoded output) {
        var preset =
                switch (output.preset()) {
                    case FAST -> "p2";
                    case BALANCED -> "p4";
                    case QUALITY -> "p6";
                };
        return List.of("-preset", preset, "-forced-idr", "1", "-no-scenecut", "1");
    }

    private static String named(Preset preset) {
        return switch (preset) {
            case FAST -> "veryfast";
            case BALANCED -> "medium";
            case QUALITY -> "slow";
        };
    }
}
