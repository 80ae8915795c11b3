package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.Excerpt;
import dev.anabranch.transcode.HdrMetadata;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.SourceVideo.Range;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The options of ffmpeg's encoders for what a plan wants.
///
/// Keyframes are forced from outside; each encoder is told to put none by itself. One that finds a
/// change of scene may code it as intra pictures that nobody can start at.
final class FfmpegEncoders {

    /// Longer than anything: about an hour at 30 frames a second.
    static final int NO_KEYFRAMES = 100_000;

    /// Those that take the decoder's buffer (VBV) into account.
    private static final Set<String> WITH_BUFFER = Set.of("libx264", "libx265");

    private FfmpegEncoders() {}

    static List<String> options(VideoOutput.Encoded output, TranscodePlan plan) {
        var words = new ArrayList<>(List.of("-c:v", output.encoder()));
        switch (output.encoder()) {
            case "libx264" -> X26xOptions.x264(output, words);
            case "libx265" -> X26xOptions.x265(output, plan, words);
            case "libopenh264" -> openH264(output, words);
            case "libsvtav1" -> Av1Options.svt(output, plan, words);
            case "libaom-av1" -> Av1Options.aom(output, plan, words);
            default -> HardwareOptions.add(output, words);
        }
        if (plan.limits().threads() > 0) {
            words.addAll(List.of("-threads", Integer.toString(plan.limits().threads())));
        }
        return words;
    }

    /// What a rendition says of its dynamic range, where it keeps that of the source.
    static HdrMetadata mastering(VideoOutput.Encoded output, TranscodePlan plan) {
        return output.range() == Range.SDR
                ? HdrMetadata.NONE
                : plan.source().video().orElseThrow().colour().mastering();
    }

    /// How many frames of this rendition lie between keyframes; empty when that varies.
    static OptionalInt every(VideoOutput.Encoded output, KeyframeGrid grid) {
        return grid instanceof KeyframeGrid.EveryFrames every
                ? OptionalInt.of(every.frames() / output.frameDivisor())
                : OptionalInt.empty();
    }

    /// How an encoder begins that does not begin at the start: with the decoder's buffer half full,
    /// as the encoders for the pictures before leave it, instead of nearly full.
    static List<String> beginning(VideoOutput.Encoded output, Optional<Excerpt> excerpt) {
        boolean isStart = excerpt.filter(part -> !part.from().isZero()).isEmpty();
        if (isStart || !WITH_BUFFER.contains(output.encoder())) {
            return List.of();
        }
        return List.of("-rc_init_occupancy", Long.toString(output.rate().bufferBits() / 2));
    }

    /// Whether the encoder is told of keyframes one by one. The better mode of libaom makes two in
    /// a row then, but counts well by itself.
    static boolean isForced(VideoOutput.Encoded output, KeyframeGrid grid) {
        return !output.encoder().equals("libaom-av1") || every(output, grid).isEmpty();
    }

    /// It has no constant quality; left to itself it drops frames, and renditions would not be the
    /// same film. Its IDR pictures at changes of scene cannot be switched off, see
    /// [KeyframeFilter].
    private static void openH264(VideoOutput.Encoded output, List<String> words) {
        words.addAll(List.of("-g", "" + NO_KEYFRAMES, "-allow_skip_frames", "0"));
        words.addAll(List.of("-rc_mode", "bitrate"));
        words.addAll(List.of("-b:v", Long.toString(output.rate().bitsPerSecond())));
        words.addAll(List.of("-maxrate", Long.toString(output.rate().maxBitsPerSecond())));
        // It takes the lowest level that fits, whatever it is told.
        output.profile()
                .map(name -> name.equals("baseline") ? "constrained_baseline" : name)
                .ifPresent(name -> words.addAll(List.of("-profile:v", name)));
    }

    static void crfOrBitRate(RateControl rate, List<String> words) {
        if (rate.crf().isPresent()) {
            words.addAll(List.of("-crf", Integer.toString(rate.crf().getAsInt())));
        } else {
            words.addAll(List.of("-b:v", Long.toString(rate.bitsPerSecond())));
        }
    }

    static void vbv(RateControl rate, List<String> words) {
        words.addAll(List.of("-maxrate", Long.toString(rate.maxBitsPerSecond())));
        words.addAll(List.of("-bufsize", Long.toString(rate.bufferBits())));
    }

    static void profile(VideoOutput.Encoded output, List<String> words) {
        output.profile().ifPresent(name -> words.addAll(List.of("-profile:v", name)));
    }

    static void level(VideoOutput.Encoded output, List<String> words) {
        output.level().ifPresent(level -> words.addAll(List.of("-level:v", levelText(level))));
    }

    static String levelText(int timesTen) {
        return String.format(Locale.ROOT, "%d.%d", timesTen / 10, timesTen % 10);
    }

    static List<String> options(AudioOutput.Encoded output, TranscodePlan plan) {
        var filters = new ArrayList<String>();
        // Sound that is missing is silence, so that what follows stays where it belongs.
        filters.add("aresample=async=1:min_hard_comp=0.1");
        filters.add("aformat=channel_layouts=" + layout(output.channels()));
        if (output.isLoudnessNormalised()) {
            // Behind the mix, which changes the loudness; it works at 192 kHz.
            filters.add("loudnorm=I=-23:TP=-1:LRA=7");
        }
        filters.add("aresample=" + output.samplesPerSecond());
        var words = new ArrayList<>(List.of("-af", String.join(",", filters)));
        words.addAll(List.of("-c:a", output.encoder()));
        words.addAll(List.of("-b:a", Long.toString(output.bitsPerSecond())));
        words.addAll(List.of("-ac", Integer.toString(output.channels())));
        words.addAll(List.of("-ar", Integer.toString(output.samplesPerSecond())));
        return words;
    }

    private static String layout(int channels) {
        return switch (channels) {
            case 1 -> "mono";
            case 2 -> "stereo";
            case 6 -> "5.1";
            default -> throw new IllegalArgumentException("channels=" + channels);
        };
    }
}
