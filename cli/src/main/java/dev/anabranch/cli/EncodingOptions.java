package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioSettings;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoSettings;
import dev.anabranch.transcode.VideoSettings.Hdr;
import dev.anabranch.transcode.process.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How pictures and sound are encoded, in the words of the command line.
final class EncodingOptions {

    /// More than any encoder has.
    private static final int MAX_THREADS = 1024;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--ladder",
            defaultValue = "auto",
            paramLabel = "auto|per-title|LIST|FILE",
            description = {
                "The renditions: auto, a list such as 1080p,720p@3M,480x270, or a YAML file;",
                "per-title finds out by samples of the film which sizes and rates it needs.",
                "None is larger than the source. Default: ${DEFAULT-VALUE}."
            })
    private String ladder = "auto";

    @Option(
            names = "--vcodec",
            split = ",",
            paramLabel = "h264|hevc|av1",
            description = "Sets of renditions beside those in H.264, which are always made.")
    private List<VideoCodec> videoCodecs = List.of();

    @Option(
            names = "--acodec",
            split = ",",
            paramLabel = "aac|opus",
            description = "Sets of sound beside that in AAC, which is always made.")
    private List<AudioCodec> audioCodecs = List.of();

    @Option(
            names = "--preset",
            defaultValue = "balanced",
            paramLabel = "fast|balanced|quality",
            description = "How much time encoders may take. Default: ${DEFAULT-VALUE}.")
    private Preset preset = Preset.BALANCED;

    @Option(
            names = "--crf",
            paramLabel = "1-51",
            description = {
                "Constant quality on x264's scale, 1 is the best; bit rates are then limits.",
                "Default: as the preset has it. A rate in --ladder is kept to instead."
            })
    private @Nullable Integer crf;

    @Option(
            names = "--profile",
            paramLabel = "baseline|main|high",
            description = "The profile of H.264. Default: high.")
    private @Nullable String profile;

    @Option(
            names = "--level",
            paramLabel = "4.1",
            description = "The level of H.264. Default: the lowest that fits.")
    private @Nullable String level;

    @Option(
            names = "--hdr",
            defaultValue = "keep",
            paramLabel = "keep|tone-map",
            description = {
                "What becomes of HDR: kept where the codec is HEVC or AV1, or standard range in all.",
                "H.264 is always tone-mapped. Default: ${DEFAULT-VALUE}."
            })
    private String hdr = "keep";

    @Option(names = "--no-copy", description = "Encode everything, also what fits as it is.")
    private boolean isWithoutCopy;

    @Option(
            names = "--audio-bitrate",
            converter = BitRateConverter.class,
            paramLabel = "RATE",
            description = "Of each sound, such as 128k. Default: by codec and channels.")
    private @Nullable Long audioBitRate;

    @Option(
            names = "--channels",
            paramLabel = "1|2|6",
            description = "The most channels a sound may have. Default: 2, or as the ladder says.")
    private @Nullable Integer channels;

    @Option(names = "--loudness", description = "Bring all sounds to -23 LUFS (EBU R 128).")
    private boolean isLoudnessNormalised;

    @Option(
            names = "--language",
            converter = SoundWord.Converter.class,
            paramLabel = "N=TAG",
            description = "The language of the Nth sound of the source, from 1; may be repeated.")
    private List<SoundWord> languages = List.of();

    @Option(
            names = "--title",
            converter = SoundWord.Converter.class,
            paramLabel = "N=TEXT",
            description = "The name of the Nth sound of the source, from 1; may be repeated.")
    private List<SoundWord> titles = List.of();

    @Option(
            names = "--start",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "Where in the source to begin.")
    private @Nullable Duration start;

    @Option(
            names = "--end",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "Where in the source to end.")
    private @Nullable Duration end;

    @Option(
            names = "--segment",
            defaultValue = "4s",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "How long segments should be. Default: ${DEFAULT-VALUE}.")
    private Duration segment = Duration.ofSeconds(4);

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "Of each encoder. Default: as many as it likes.")
    private int threads;

    @Option(
            names = "--nice",
            defaultValue = "0",
            paramLabel = "0-19",
            description =
                    "How far the encoder stands behind other programs. Default: ${DEFAULT-VALUE}.")
    private int niceness;

    @Option(
            names = "--memory",
            converter = SizeConverter.class,
            paramLabel = "SIZE",
            description =
                    "The most address space the encoder may have, such as 4G. Default: no limit.")
    private @Nullable Long memoryBytes;

    @Option(
            names = "--timeout",
            defaultValue = "24h",
            converter = PositiveDurationConverter.class,
            paramLabel = "TIME",
            description =
                    "The longest the command may take; the encoder is killed then. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofDays(1);

    @Mixin private PictureOptions picture = new PictureOptions();

    @Mixin private SubtitleOptions subtitles = new SubtitleOptions();

    @Mixin private ExtrasOptions extras = new ExtrasOptions();

    /// @throws ParameterException when a value cannot be
    TranscodeSettings settings() throws MediaFormatException, IOException {
        checkRanges();
        try {
            return TranscodeSettings.DEFAULT
                    .withLadder(readLadder())
                    .withVideo(video())
                    .withAudio(audio())
                    .withPicture(picture.settings())
                    .withTrim(
                            new Trim(
                                    start == null ? Duration.ZERO : start,
                                    Optional.ofNullable(end)))
                    .withSegment(segment)
                    .withExtras(extras.extras())
                    .withSubtitles(subtitles.settings())
                    .withLimits(
                            new Limits(
                                    threads,
                                    niceness,
                                    memoryBytes == null ? 0 : memoryBytes,
                                    timeout));
        } catch (IllegalArgumentException unfit) {
            throw new ParameterException(
                    spec.commandLine(), "this cannot be: " + unfit.getMessage());
        }
    }

    private void checkRanges() {
        Range.check(spec, "--crf", crf, 1, 51);
        Range.check(spec, "--segment", segment, Duration.ofMillis(100), Duration.ofMinutes(1));
        Range.check(spec, "--threads", threads, 0, MAX_THREADS);
        Range.check(spec, "--nice", niceness, 0, 19);
        if (end != null && end.compareTo(start == null ? Duration.ZERO : start) <= 0) {
            throw Range.misuse(spec, "--end", "must be after --start");
        }
    }

    /// The longest the command may take.
    Duration timeout() {
        return timeout;
    }

    /// Files that are read, beside the source.
    List<Path> files() {
        var files = new ArrayList<>(picture.files());
        files.addAll(subtitles.files());
        files.add(Path.of(ladder));
        return files;
    }

    /// Whether the ladder is to be found out. [#settings] have the sizes to try then.
    boolean isPerTitle() {
        return ladder.equals("per-title");
    }

    private Ladder readLadder() throws MediaFormatException, IOException {
        if (isPerTitle() && crf != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--crf fixes the quality, and --ladder per-title is to find it: leave one out");
        }
        if (ladder.equals("auto") || isPerTitle()) {
            return Ladder.auto();
        }
        var file = Path.of(ladder);
        boolean isFile = ladder.endsWith(".yaml") || ladder.endsWith(".yml") || Files.exists(file);
        try {
            return isFile ? Ladder.read(file) : Ladder.parse(ladder);
        } catch (MediaFormatException wrong) {
            throw new ParameterException(
                    spec.commandLine(), "--ladder: " + wrong.getMessage(), wrong);
        }
    }

    private VideoSettings video() {
        var settings =
                VideoSettings.DEFAULT
                        .withCodecs(with(VideoCodec.H264, videoCodecs))
                        .withPreset(preset)
                        .withHdr(range())
                        .withCopy(isWithoutCopy ? Copy.NEVER : Copy.AUTO);
        settings = crf == null ? settings : settings.withCrf(crf);
        settings = Range.applied(spec, "--profile", settings, profile, VideoSettings::withProfile);
        var number = level == null ? null : levelTimesTen(level);
        return Range.applied(spec, "--level", settings, number, VideoSettings::withLevel);
    }

    private Hdr range() {
        return switch (hdr) {
            case "keep" -> Hdr.KEEP;
            case "tone-map" -> Hdr.TONE_MAP;
            default ->
                    throw new ParameterException(
                            spec.commandLine(), "--hdr is keep or tone-map, not '" + hdr + "'");
        };
    }

    private Integer levelTimesTen(String text) {
        if (!text.matches("[1-9](\\.[0-9])?")) {
            throw new ParameterException(
                    spec.commandLine(), "--level is a level such as 4.1, not '" + text + "'");
        }
        return text.length() == 1
                ? 10 * Integer.parseInt(text)
                : Integer.parseInt(text.replace(".", ""));
    }

    private AudioSettings audio() {
        var settings =
                AudioSettings.DEFAULT
                        .withCodecs(with(AudioCodec.AAC, audioCodecs))
                        .withLoudnessNormalised(isLoudnessNormalised)
                        .withCopy(isWithoutCopy ? Copy.NEVER : Copy.AUTO);
        for (var label : labels().entrySet()) {
            settings = settings.withLabel(label.getKey(), label.getValue());
        }
        settings =
                Range.applied(
                        spec,
                        "--audio-bitrate",
                        settings,
                        audioBitRate,
                        AudioSettings::withBitsPerSecond);
        return Range.applied(spec, "--channels", settings, channels, AudioSettings::withChannels);
    }

    private Map<Integer, AudioSettings.Label> labels() {
        var labels = new HashMap<Integer, AudioSettings.Label>();
        for (var word : languages) {
            labels.put(word.number() - 1, language(word));
        }
        for (var word : titles) {
            labels.merge(
                    word.number() - 1,
                    title(word),
                    (language, title) ->
                            new AudioSettings.Label(language.language(), title.title()));
        }
        return labels;
    }

    private AudioSettings.Label language(SoundWord word) {
        return Range.named(
                spec,
                "--language",
                () -> new AudioSettings.Label(Optional.of(word.text()), Optional.empty()));
    }

    private AudioSettings.Label title(SoundWord word) {
        return Range.named(
                spec,
                "--title",
                () -> new AudioSettings.Label(Optional.empty(), Optional.of(word.text())));
    }

    private static <E extends Enum<E>> EnumSet<E> with(E always, List<E> more) {
        var all = EnumSet.of(always);
        all.addAll(more);
        return all;
    }
}
