package dev.anabranch.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The options of ffmpeg's encoders for what a plan wants.
///
/// Keyframes are forced from outside; each encoder is told to put none by itself. One that finds a
/// change of scene may code it as intra pictures that nobody can start at.
final class FfmpegEncoders {

    /// Longer than anything: about an hour at 30 frames a second.
    private static final int NO_KEYFRAMES = 100_000;

    private FfmpegEncoders() {}

    static List<String> options(VideoOutput.Encoded output, TranscodePlan plan) {
        var words = new ArrayList<>(List.of("-c:v", output.encoder()));
        switch (output.encoder()) {
            case "libx264" -> x264(output, words);
            case "libx265" -> x265(output, words);
            case "libopenh264" -> openH264(output, words);
            case "libsvtav1" -> svtAv1(output, plan, words);
            case "libaom-av1" -> aomAv1(output, plan, words);
            default -> throw new IllegalArgumentException("encoder=" + output.encoder());
        }
        if (plan.limits().threads() > 0) {
            words.addAll(List.of("-threads", Integer.toString(plan.limits().threads())));
        }
        return words;
    }

    private static void x264(VideoOutput.Encoded output, List<String> words) {
        words.addAll(
                List.of(
                        "-preset",
                        switch (output.preset()) {
                            case FAST -> "veryfast";
                            case BALANCED -> "medium";
                            case QUALITY -> "slow";
                        }));
        words.addAll(List.of("-g", "" + NO_KEYFRAMES, "-keyint_min", "" + NO_KEYFRAMES / 2));
        words.addAll(List.of("-forced-idr", "1"));
        crfOrBitRate(output.rate(), words);
        vbv(output.rate(), words);
        profile(output, words);
        level(output, words);
    }

    private static void x265(VideoOutput.Encoded output, List<String> words) {
        words.addAll(
                List.of(
                        "-preset",
                        switch (output.preset()) {
                            case FAST -> "veryfast";
                            case BALANCED -> "medium";
                            case QUALITY -> "slow";
                        }));
        words.addAll(List.of("-forced-idr", "1", "-tag:v", "hvc1"));
        var parameters =
                "keyint=%d:min-keyint=%d:open-gop=0:scenecut=40:log-level=error"
                        .formatted(NO_KEYFRAMES, NO_KEYFRAMES);
        if (output.level().isPresent()) {
            parameters += ":level-idc=" + output.level().getAsInt();
        }
        words.addAll(List.of("-x265-params", parameters));
        crfOrBitRate(output.rate(), words);
        vbv(output.rate(), words);
        profile(output, words);
    }

    /// It has no constant quality; left to itself it drops frames, and renditions would not be
    /// the same film.
    private static void openH264(VideoOutput.Encoded output, List<String> words) {
        words.addAll(List.of("-g", "" + NO_KEYFRAMES, "-allow_skip_frames", "0"));
        words.addAll(List.of("-rc_mode", "bitrate"));
        words.addAll(List.of("-b:v", Long.toString(output.rate().bitsPerSecond())));
        words.addAll(List.of("-maxrate", Long.toString(output.rate().maxBitsPerSecond())));
        profile(output, words);
        level(output, words);
    }

    private static void svtAv1(
            VideoOutput.Encoded output, TranscodePlan plan, List<String> words) {
        words.addAll(
                List.of(
                        "-preset",
                        switch (output.preset()) {
                            case FAST -> "10";
                            case BALANCED -> "8";
                            case QUALITY -> "5";
                        }));
        interval(output, plan, words);
        crfOrBitRate(output.rate(), words);
    }

    private static void aomAv1(
            VideoOutput.Encoded output, TranscodePlan plan, List<String> words) {
        words.addAll(
                List.of(
                        "-cpu-used",
                        switch (output.preset()) {
                            case FAST -> "8";
                            case BALANCED -> "6";
                            case QUALITY -> "4";
                        },
                        "-row-mt",
                        "1"));
        interval(output, plan, words);
        crfOrBitRate(output.rate(), words);
    }

    private static void interval(
            VideoOutput.Encoded output, TranscodePlan plan, List<String> words) {
        int frames =
                plan.grid() instanceof KeyframeGrid.EveryFrames every
                        ? every.frames() / output.frameDivisor()
                        : NO_KEYFRAMES;
        words.addAll(List.of("-g", Integer.toString(frames)));
    }

    private static void crfOrBitRate(RateControl rate, List<String> words) {
        if (rate.crf().isPresent()) {
            words.addAll(List.of("-crf", Integer.toString(rate.crf().getAsInt())));
        } else {
            words.addAll(List.of("-b:v", Long.toString(rate.bitsPerSecond())));
        }
    }

    private static void vbv(RateControl rate, List<String> words) {
        words.addAll(List.of("-maxrate", Long.toString(rate.maxBitsPerSecond())));
        words.addAll(List.of("-bufsize", Long.toString(rate.bufferBits())));
    }

    private static void profile(VideoOutput.Encoded output, List<String> words) {
        output.profile().ifPresent(name -> words.addAll(List.of("-profile:v", name)));
    }

    private static void level(VideoOutput.Encoded output, List<String> words) {
        output.level()
                .ifPresent(level ->
                        words.addAll(
                                List.of(
                                        "-level:v",
                                        String.format(
                                                Locale.ROOT, "%d.%d", level / 10, level % 10))));
    }

    static List<String> options(AudioOutput.Encoded output, TranscodePlan plan) {
        var filters = new ArrayList<String>();
        if (output.isLoudnessNormalised()) {
            filters.add("loudnorm=I=-23:TP=-1:LRA=7");
        }
        // Sound that is missing is silence, so that what follows stays where it belongs.
        filters.add("aresample=" + output.samplesPerSecond() + ":async=1:min_hard_comp=0.1");
        var words = new ArrayList<>(List.of("-af", String.join(",", filters)));
        words.addAll(List.of("-c:a", output.encoder()));
        words.addAll(List.of("-b:a", Long.toString(output.bitsPerSecond())));
        words.addAll(List.of("-ac", Integer.toString(output.channels())));
        words.addAll(List.of("-ar", Integer.toString(output.samplesPerSecond())));
        return words;
    }
}
