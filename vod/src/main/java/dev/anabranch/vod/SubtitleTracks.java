package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.packager.Input;
import dev.anabranch.transcode.Source.SourceText;
import dev.anabranch.transcode.SubtitleSettings;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.SubtitleExtraction;
import dev.anabranch.transcode.ffmpeg.SubtitleExtraction.Outcome;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The subtitles of a job: files that were given, and what comes over of the source, which is read
/// while the encoder runs. Each becomes a file of WebVTT with the times of what is taken of the
/// source. One that fails is a warning, and the ladder goes on. Used by one thread at a time, but
/// closed by any.
final class SubtitleTracks implements AutoCloseable {

    /// Of all segments of a track: a cue is in each one that it is shown in, and a file of nothing
    /// but cues as long as the film would fill the disk.
    static final long MAX_SPREAD_BYTES = 64L << 20;

    /// Of text of the source that is held at once.
    static final long MAX_BYTES = 64L << 20;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Identifier, times and line ends.
    private static final long CUE_BYTES = 48;

    private static final List<String> FOR_DEAF =
            List.of(
                    "public.accessibility.transcribes-spoken-dialog",
                    "public.accessibility.describes-music-and-sound");

    private final TranscodePlan plan;
    private final FfmpegProgram program;
    private final Duration patience;
    private final List<Input> inputs = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private volatile @Nullable SubtitleExtraction extraction;

    /// @param program that reads the text of the source
    SubtitleTracks(TranscodePlan plan, FfmpegProgram program) {
        this(plan, program, PATIENCE);
    }

    /// @param patience the longest that is waited when all else is done
    SubtitleTracks(TranscodePlan plan, FfmpegProgram program, Duration patience) {
        this.plan = plan;
        this.program = program;
        this.patience = patience;
    }

    /// Refuses files that cannot be used, before anything is encoded.
    static void check(TranscodePlan plan) throws IOException, MediaFormatException {
        for (var file : plan.extras().subtitles().files()) {
            read(file);
        }
    }

    private static List<SubtitleText> read(SubtitleSettings.File file)
            throws IOException, MediaFormatException {
        return SubtitleText.of(file.path());
    }

    /// @param folder where files may be put until the job has ended
    void start(Path folder) {
        extraction = SubtitleExtraction.start(program, plan, folder);
    }

    /// Waits until all are there, or long enough.
    ///
    /// @return as the packager takes them
    List<Input> inputs(Path folder)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        for (var file : plan.extras().subtitles().files()) {
            for (var text : read(file)) {
                var cues = shown(text, file.name());
                add(cues, folder, file.name(), Label.of(file, text));
            }
        }
        var running = extraction;
        long bytes = 0;
        for (var outcome : running == null ? List.<Outcome>of() : running.await(patience)) {
            switch (outcome) {
                case Outcome.Refused refused -> leave(refused.stream(), refused.reason());
                case Outcome.Written written -> {
                    bytes += Files.exists(written.file()) ? Files.size(written.file()) : 0;
                    add(written, folder, bytes);
                }
            }
        }
        return inputs;
    }

    /// How a track is declared.
    private record Label(String language, String title, boolean isForced, boolean isForDeaf) {

        static Label of(SubtitleSettings.File file, SubtitleText text) {
            return new Label(file.language(), text.title(), false, false);
        }

        /// Of those without a name, what they are for is told beside the language.
        static Label of(SourceText stream) {
            var language = Locale.forLanguageTag(stream.language());
            var name = language.getDisplayName(Locale.ENGLISH);
            var use = stream.isForced() ? " (forced)" : stream.isForDeaf() ? " (SDH)" : "";
            boolean isNamed = !stream.title().isBlank() || use.isEmpty() || name.isEmpty();
            return new Label(
                    stream.language(),
                    isNamed ? stream.title() : name + use,
                    stream.isForced(),
                    stream.isForDeaf());
        }
    }

    private void add(Outcome.Written written, Path folder, long bytesSoFar) throws IOException {
        var stream = written.stream();
        boolean isLarge =
                Files.exists(written.file())
                        && Files.size(written.file()) >= SubtitleExtraction.MAX_BYTES;
        if (isLarge || bytesSoFar > MAX_BYTES) {
            long most = isLarge ? SubtitleExtraction.MAX_BYTES : MAX_BYTES;
            leave(stream, "there is more text than the %d MiB that are read".formatted(most >> 20));
            return;
        }
        try {
            var name = "subtitles %s (%s)".formatted(stream.language(), stream);
            add(shown(SubtitleText.of(written), name), folder, name, Label.of(stream));
        } catch (MediaFormatException unreadable) {
            leave(stream, String.valueOf(unreadable.getMessage()));
        }
    }

    private WebVtt shown(SubtitleText text, String name) {
        if (!text.findings().isEmpty()) {
            int more = text.findings().size() - 1;
            warnings.add(
                    "%s: %s%s"
                            .formatted(
                                    name,
                                    text.findings().getFirst(),
                                    more == 0 ? "" : ", and " + more + " more"));
        }
        var trim = plan.trim();
        return text.document()
                .between(
                        trim.start().toMillis(),
                        trim.end().map(Duration::toMillis).orElse(Long.MAX_VALUE));
    }

    private void add(WebVtt cues, Path folder, String name, Label label) throws IOException {
        if (cues.cues().isEmpty()) {
            warnings.add(name + ": left out, for nothing is shown in what is taken of the source");
            return;
        }
        if (spreadBytes(cues) > MAX_SPREAD_BYTES) {
            warnings.add(
                    "%s: left out, for its cues would fill more than %d MiB of segments"
                            .formatted(name, MAX_SPREAD_BYTES >> 20));
            return;
        }
        var file = folder.resolve("subtitles-%d.vtt".formatted(inputs.size()));
        Files.writeString(file, cues.render());
        inputs.add(
                new Input(
                        file,
                        Input.Role.SUBTITLES,
                        label.language,
                        label.title,
                        label.isForDeaf ? FOR_DEAF : List.of(),
                        label.isForced));
    }

    private long spreadBytes(WebVtt cues) {
        long segment = plan.segment().toMillis();
        long length = plan.source().duration().map(Duration::toMillis).orElse(Long.MAX_VALUE);
        long bytes = 0;
        for (var cue : cues.cues()) {
            long end = Math.min(cue.endMillis(), length);
            long segments = 1 + Math.max(0, end - cue.startMillis()) / segment;
            bytes += segments * bytes(cue);
            if (bytes > MAX_SPREAD_BYTES) {
                return bytes;
            }
        }
        return bytes;
    }

    private static long bytes(Cue cue) {
        return CUE_BYTES
                + cue.identifier().length()
                + cue.settings().length()
                + cue.text().length();
    }

    private void leave(SourceText stream, String reason) {
        warnings.add(
                "subtitles %s (%s) are left out: %s".formatted(stream.language(), stream, reason));
    }

    /// After [#inputs], also of those that were not wanted in the first place because they cannot
    /// be carried.
    List<String> warnings() {
        var all = new ArrayList<>(warnings);
        for (var left : plan.extras().subtitles().leftOut()) {
            all.add(
                    "subtitles %s (%s) are left out: %s"
                            .formatted(left.stream().language(), left.stream(), left.reason()));
        }
        return all;
    }

    @Override
    public void close() {
        var running = extraction;
        if (running != null) {
            running.close();
        }
    }
}
