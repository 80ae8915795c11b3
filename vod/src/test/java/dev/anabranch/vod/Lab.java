package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.packager.GrowingPublication;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Makes clips with the bundled ffmpeg, transcodes them, and asks ffprobe and a decoder what came
/// of them.
final class Lab {

    private static final Packaging ONE_FILE_EACH = Packaging.DEFAULT.withSingleFile(true);
    private static int count;

    private final Path folder;

    Lab(Path folder) {
        this.folder = folder;
    }

    /// What a test wants changed of the settings.
    interface Change {
        TranscodeSettings of(TranscodeSettings settings) throws Exception;
    }

    /// What a run has left.
    record Made(Path folder, TranscodePlan plan, TranscodeResult result) {

        /// The rendition of a name such as `video-108p`, as one MP4 file.
        Path file(String rendition) {
            return folder.resolve(rendition).resolve("media.mp4");
        }

        /// The renditions that ffprobe says are of a codec such as `opus`, by name.
        List<Path> files(String codec) throws Exception {
            var files = new ArrayList<Path>();
            try (var all = Files.list(folder)) {
                for (var path : all.filter(Files::isDirectory).sorted().toList()) {
                    var file = path.resolve("media.mp4");
                    if (probed(file, "stream=codec_name").equalsIgnoreCase(codec)) {
                        files.add(file);
                    }
                }
            }
            assertThat(files).as("renditions of %s", codec).isNotEmpty();
            return files;
        }

        String text(String path) throws IOException {
            return Files.readString(folder.resolve(path));
        }
    }

    static FfmpegProgram bundled() throws ProgramException, InterruptedException {
        var cache = FfmpegSearch.usual(Optional.empty(), System.getenv()).cache();
        return FfmpegProgram.find(new FfmpegSearch(Optional.empty(), Map.of(), cache));
    }

    /// The ffmpeg of this machine; skips the test when there is none with `encoder`.
    static FfmpegProgram system(String encoder) throws InterruptedException {
        var path = Map.of("PATH", System.getenv().getOrDefault("PATH", ""));
        FfmpegProgram program;
        try {
            program =
                    FfmpegProgram.find(new FfmpegSearch(Optional.empty(), path, Optional.empty()));
        } catch (ProgramException missing) {
            assumeTrue(false, "there is no ffmpeg on PATH: " + missing.getMessage());
            throw new IllegalStateException(missing);
        }
        assumeTrue(program.hasEncoder(encoder), program + " has no " + encoder);
        return program;
    }

    /// A file made by ffmpeg from `words`, the inputs and options of an output.
    Path clip(String name, String... words) throws Exception {
        var file = folder.resolve(name);
        var arguments = new ArrayList<>(List.of(words));
        arguments.add("file:" + file);
        ffmpeg(arguments);
        return file;
    }

    /// Half a second to some seconds of a test picture, without sound.
    Path picture(String name, String source, String... more) throws Exception {
        var words = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
        words.addAll(List.of(more));
        return clip(name, words.toArray(String[]::new));
    }

    /// With the bundled program, everything encoded, fast, on a rung of the source's own size.
    Made make(Path source, Change change) throws Exception {
        return make(new FfmpegBackend(bundled()), source, change);
    }

    Made make(TranscodeBackend backend, Path source, Change change) throws Exception {
        var output = folder.resolve("made-" + ++count);
        var transcode = transcode(source, change).with(backend).to(output);
        var result = transcode.run();
        check(output);
        return new Made(output, result.plan(), result);
    }

    Transcode transcode(Path source, Change change) throws Exception {
        var settings =
                TranscodeSettings.DEFAULT
                        .withLadder(Ladder.auto())
                        .withVideo(video -> video.withPreset(Preset.FAST).withCopy(Copy.NEVER))
                        .withAudio(audio -> audio.withCopy(Copy.NEVER));
        return Transcode.from(source)
                .settings(change.of(settings))
                .packaging(ONE_FILE_EACH)
                .with(bundled());
    }

    /// Carries out a plan as it is.
    Made carryOut(TranscodeBackend backend, TranscodePlan plan, Packaging packaging)
            throws Exception {
        var output = folder.resolve("made-" + ++count);
        var job = new TranscodeJob(plan, packaging, _ -> {}, new SubtitleTracks(plan, bundled()));
        job.start(
                work -> backend.start(plan, work),
                WorkFolder.in(folder),
                GrowingPublication.into(output, false));
        var result = job.await();
        check(output);
        return new Made(output, plan, result);
    }

    /// Whatever the settings, it is a presentation as the standards have it.
    private static void check(Path output) throws Exception {
        var manifests = List.of("index.m3u8", "manifest.mpd");
        assertThat(PresentationCheck.of(new FolderResources(output), manifests).breaches())
                .isEmpty();
    }

    Made carryOut(TranscodeBackend backend, TranscodePlan plan) throws Exception {
        return carryOut(backend, plan, ONE_FILE_EACH);
    }

    /// The lines ffprobe prints without names, such as `25/1,h264`.
    static List<String> probe(Path file, String entries, String... more) throws Exception {
        var words = new ArrayList<String>();
        words.addAll(List.of(bundled().path().resolveSibling("ffprobe").toString()));
        words.addAll(List.of("-v", "error", "-of", "csv=p=0"));
        words.addAll(List.of("-show_entries", entries));
        words.addAll(List.of(more));
        words.add("file:" + file);
        return new String(run(words), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll(",+$", ""))
                .toList();
    }

    /// One line of it.
    static String probed(Path file, String entries, String... more) throws Exception {
        return probe(file, entries, more).stream().findFirst().orElse("");
    }

    /// Frames as bytes of a pixel format, `filter` applied first.
    static byte[] pixels(Path file, String filter, String format) throws Exception {
        return ffmpeg(
                List.of(
                        "-i",
                        "file:" + file,
                        "-vf",
                        filter,
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        format,
                        "-"));
    }

    /// The mean colour of a rectangle of frame `n`, red, green, blue.
    static int[] colour(Path file, int n, int x, int y, int width, int height) throws Exception {
        var crop = "select=eq(n\\,%d),crop=%d:%d:%d:%d:exact=1,scale=1:1:flags=area";
        var bytes = pixels(file, crop.formatted(n, width, height, x, y), "rgb24");
        assertThat(bytes).as("pixels of frame %d", n).hasSize(3);
        return new int[] {bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF};
    }

    static byte[] ffmpeg(List<String> arguments) throws Exception {
        var words = new ArrayList<String>();
        words.add(bundled().path().toString());
        words.addAll(List.of("-nostdin", "-y", "-v", "error"));
        words.addAll(arguments);
        return run(words);
    }

    private static byte[] run(List<String> words) throws Exception {
        var errors = Files.createTempFile("lab", ".txt");
        try {
            var builder = new ProcessBuilder(words).redirectError(errors.toFile());
            builder.environment().putAll(bundled().environment());
            var process = builder.start();
            process.getOutputStream().close();
            var output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("%s%n%s", words, Files.readString(errors)).isZero();
            return output;
        } finally {
            Files.delete(errors);
        }
    }
}
