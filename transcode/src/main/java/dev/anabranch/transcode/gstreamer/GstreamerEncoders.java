package dev.anabranch.transcode.gstreamer;

import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Encoders as elements with their properties, for what a plan wants.
///
/// No keyframe can be forced from the command line, so each encoder counts frames itself and is
/// told not to look for changes of scene: it would start a new count there.
final class GstreamerEncoders {

    private static final int MAX_BUFFER_MILLIS = 10_000;

    /// Samples an AAC encoder puts in front: measured with a click, they are in no timestamp.
    private static final int LIBAV_AAC_PRIMING = 1024;

    private static final int VO_AAC_PRIMING = 1600;

    private GstreamerEncoders() {}

    static List<String> preferred(VideoCodec codec) {
        return switch (codec) {
            case H264 -> List.of("x264enc", "openh264enc");
            case HEVC -> List.of("x265enc");
            case AV1 -> List.of("av1enc");
        };
    }

    static List<String> preferred(AudioCodec codec) {
        return switch (codec) {
            case AAC -> List.of("avenc_aac", "voaacenc");
            case OPUS -> List.of("opusenc");
        };
    }

    /// By how many samples what an encoder makes is earlier than its timestamps say. Opus says it
    /// itself.
    static int primingSamples(String encoder) {
        return switch (encoder) {
            case "avenc_aac" -> LIBAV_AAC_PRIMING;
            case "voaacenc" -> VO_AAC_PRIMING;
            default -> 0;
        };
    }

    /// From the encoder to what holds whole access units as MP4 has them.
    ///
    /// @param frames of the rendition from one keyframe to the next
    static List<String> words(VideoOutput.Encoded output, int frames, Limits limits) {
        return switch (output.encoder()) {
            case "x264enc" -> x264(output, frames, limits);
            case "openh264enc" -> openH264(output, frames, limits);
            case "x265enc" -> x265(output, frames, limits);
            case "av1enc" -> av1(output, frames, limits);
            default -> throw new IllegalArgumentException("encoder=" + output.encoder());
        };
    }

    private static List<String> x264(VideoOutput.Encoded output, int frames, Limits limits) {
        var rate = output.rate();
        var words = new ArrayList<>(List.of("x264enc", "speed-preset=" + preset(output.preset())));
        // It takes one rate for the mean and the buffer's filling; the mean keeps within the most.
        long filling = rate.crf().isPresent() ? rate.maxBitsPerSecond() : rate.bitsPerSecond();
        if (rate.crf().isPresent()) {
            words.addAll(List.of("pass=qual", "quantizer=" + rate.crf().getAsInt()));
        } else {
            words.add("pass=cbr");
        }
        long millis = Math.min(MAX_BUFFER_MILLIS, rate.bufferBits() * 1000 / filling);
        words.add("bitrate=" + kilobits(filling));
        words.add("vbv-buf-capacity=" + millis);
        words.add("key-int-max=" + frames);
        if (limits.threads() > 0) {
            words.add("threads=" + limits.threads());
        }
        var options = "scenecut=0:open-gop=0";
        if (output.level().isPresent()) {
            options += ":level=" + level(output.level().getAsInt());
        }
        words.add("option-string=" + options);
        words.addAll(h264(output));
        return words;
    }

    private static List<String> openH264(VideoOutput.Encoded output, int frames, Limits limits) {
        var words = new ArrayList<>(List.of("openh264enc", "rate-control=bitrate"));
        words.add("bitrate=" + output.rate().bitsPerSecond());
        words.add("max-bitrate=" + output.rate().maxBitsPerSecond());
        words.add("gop-size=" + frames);
        words.addAll(List.of("scene-change-detection=false", "enable-frame-skip=false"));
        words.add(
                "complexity="
                        + switch (output.preset()) {
                            case FAST -> "low";
                            case BALANCED -> "medium";
                            case QUALITY -> "high";
                        });
        if (limits.threads() > 0) {
            words.add("multi-thread=" + limits.threads());
        }
        words.addAll(h264(output));
        return words;
    }

    private static List<String> h264(VideoOutput.Encoded output) {
        var words = new ArrayList<String>();
        output.profile()
                .ifPresent(name ->
                        words.addAll(List.of("!", "video/x-h264,profile=" + profile(name))));
        words.addAll(List.of("!", "h264parse", "!"));
        words.add("video/x-h264,stream-format=avc,alignment=au");
        return words;
    }

    /// Baseline in full has what nobody decodes; who says it means the constrained one.
    private static String profile(String name) {
        return name.equals("baseline") ? "constrained-baseline" : name;
    }

    private static List<String> x265(VideoOutput.Encoded output, int frames, Limits limits) {
        var rate = output.rate();
        var words = new ArrayList<>(List.of("x265enc", "speed-preset=" + preset(output.preset())));
        words.add("key-int-max=" + frames);
        words.add("bitrate=" + kilobits(rate.bitsPerSecond()));
        var options =
                new StringBuilder(
                        "keyint=%1$d:min-keyint=%1$d:scenecut=0:open-gop=0".formatted(frames));
        rate.crf().ifPresent(crf -> options.append(":crf=").append(crf));
        options.append(":vbv-maxrate=").append(kilobits(rate.maxBitsPerSecond()));
        options.append(":vbv-bufsize=").append(kilobits(rate.bufferBits()));
        output.level().ifPresent(level -> options.append(":level-idc=").append(level));
        if (limits.threads() > 0) {
            options.append(":pools=").append(limits.threads());
        }
        words.add("option-string=" + options);
        output.profile()
                .ifPresent(name -> words.addAll(List.of("!", "video/x-h265,profile=" + name)));
        words.addAll(List.of("!", "h265parse", "!"));
        words.add("video/x-h265,stream-format=hvc1,alignment=au");
        return words;
    }

    /// It has no constant quality that can be asked for from outside.
    private static List<String> av1(VideoOutput.Encoded output, int frames, Limits limits) {
        var words = new ArrayList<>(List.of("av1enc", "end-usage=vbr", "keyframe-mode=auto"));
        words.add("target-bitrate=" + kilobits(output.rate().bitsPerSecond()));
        words.add("buf-sz=" + output.rate().bufferBits() * 1000 / output.rate().bitsPerSecond());
        words.add("keyframe-max-dist=" + frames);
        words.addAll(
                switch (output.preset()) {
                    case FAST -> List.of("usage-profile=realtime", "cpu-used=9");
                    case BALANCED -> List.of("usage-profile=realtime", "cpu-used=7");
                    case QUALITY -> List.of("usage-profile=good-quality", "cpu-used=4");
                });
        if (limits.threads() > 0) {
            words.add("threads=" + limits.threads());
        }
        words.addAll(List.of("!", "av1parse", "!"));
        words.add("video/x-av1,stream-format=obu-stream,alignment=tu");
        return words;
    }

    /// From raw samples to whole access units.
    static List<String> words(AudioOutput.Encoded output) {
        var words = new ArrayList<>(List.of(output.encoder()));
        words.add("bitrate=" + output.bitsPerSecond());
        if (output.codec() == AudioCodec.AAC) {
            words.addAll(List.of("!", "aacparse", "!", "audio/mpeg,stream-format=raw"));
        }
        return words;
    }

    private static String preset(Preset preset) {
        return switch (preset) {
            case FAST -> "veryfast";
            case BALANCED -> "medium";
            case QUALITY -> "slow";
        };
    }

    private static String level(int tenths) {
        return String.format(Locale.ROOT, "%d.%d", tenths / 10, tenths % 10);
    }

    private static long kilobits(long bits) {
        return Math.max(1, bits / 1000);
    }
}
