package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MemoryStore;
import dev.anabranch.packager.SegmentStore;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TranscodeTest {

    @TempDir private Path folder;

    private Transcode quick(Path source) throws Exception {
        return Transcode.from(source)
                .with(Clips.ffmpeg())
                .workIn(Files.createDirectories(folder.resolve("work")))
                .ladder(Ladder.parse("180p,90p"))
                .settings(settings ->
                        settings.withVideo(video -> video.withPreset(Preset.FAST))
                                .withSegment(Duration.ofSeconds(2)));
    }

    private void isWhole(Path output) throws Exception {
        var report =
                PresentationCheck.of(
                        new FolderResources(output), List.of("index.m3u8", "manifest.mpd"));
        assertThat(report.breaches()).isEmpty();
    }

    private void leavesNoWorkBehind() throws IOException {
        try (var left = Files.list(folder.resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.mp4:libopenh264:aac",
                "a.mov:mpeg4:pcm_s16le",
                "a.mkv:libopenh264:libopus",
                "a.avi:mpeg4:libmp3lame",
                "a.webm:libvpx-vp9:libopus",
                "a.ts:mpeg2video:mp2",
                "a.flv:flv:libmp3lame",
                "lies.mp4:libvpx:libopus"
            })
    void whatFfmpegReadsBecomesALadder(String kind) throws Exception {
        var words = kind.split(":");
        var made = words[0].startsWith("lies") ? "true.webm" : words[0];
        var clip =
                new Clips(folder)
                        .make(made, "320x180", "24", 5, "-c:v", words[1], "-c:a", words[2]);
        var source = clip.resolveSibling(words[0]);
        if (!source.equals(clip)) {
            Files.move(clip, source);
        }
        var output = folder.resolve("out");

        var result = quick(source).to(output).run();

        assertThat(result.segments()).isBetween(2, 3);
        assertThat(result.plan().video()).hasSize(2);
        isWhole(output);
        leavesNoWorkBehind();
    }

    @Test
    void segmentsArePutWhileTheEncoderRunsAndManifestsLast() throws Exception {
        var source = new Clips(folder).ordinary("a.mp4", 20);
        var job = new TranscodeJob[1];
        var beforeTheEnd = new AtomicInteger();
        var paths = new java.util.ArrayList<String>();
        var store =
                new Watched((path, _) -> {
                    synchronized (paths) {
                        paths.add(path);
                    }
                    var running = job[0];
                    boolean isEncoding =
                            running == null
                                    || running.progress().renditions().stream()
                                            .anyMatch(one -> !one.hasEnded());
                    beforeTheEnd.addAndGet(isEncoding ? 1 : 0);
                });

        job[0] =
                quick(source)
                        .settings(TranscodeTest::encodingAll)
                        .with(new SlowBackend(Clips.ffmpeg()))
                        .to(store)
                        .start();
        job[0].await();

        assertThat(beforeTheEnd).hasPositiveValue();
        assertThat(paths.getLast()).isIn("index.m3u8", "manifest.mpd");
        assertThat(paths).doesNotHaveDuplicates();
        assertThat(store.inner.paths()).contains("video-180p/10.m4s", "video-90p/10.m4s");
    }

    private static TranscodeSettings encodingAll(TranscodeSettings settings) {
        return settings.withVideo(video -> video.withCopy(Copy.NEVER));
    }

    @Test
    void soundAloneBecomesAPresentation() throws Exception {
        var clip = new Clips(folder).make("a.mka", "16x16", "1", 5, "-vn", "-c:a", "flac");

        var result = quick(clip).to(folder.resolve("out")).run();

        assertThat(result.plan().video()).isEmpty();
        isWhole(folder.resolve("out"));
    }

    @Test
    void picturesAloneBecomeAPresentation() throws Exception {
        var clip = new Clips(folder).make("a.mkv", "320x180", "24", 5, "-an", "-c:v", "mpeg4");

        var result = quick(clip).to(folder.resolve("out")).run();

        assertThat(result.plan().audio()).isEmpty();
        isWhole(folder.resolve("out"));
    }

    @Test
    void aStreamIsTakenAsAFileIs() throws Exception {
        var source = new Clips(folder).ordinary("a.mp4", 5);
        try (var stream = Files.newInputStream(source)) {
            Transcode.from(stream)
                    .with(Clips.ffmpeg())
                    .workIn(Files.createDirectories(folder.resolve("work")))
                    .ladder(Ladder.parse("90p"))
                    .to(folder.resolve("out"))
                    .run();
        }
        isWhole(folder.resolve("out"));
        leavesNoWorkBehind();
    }

    @Test
    void aCancelledJobLeavesNothingBehind() throws Exception {
        var source = new Clips(folder).ordinary("a.mp4", 20);
        var store = new MemoryStore();
        var backend = new SlowBackend(Clips.ffmpeg());
        var job = quick(source).with(backend).to(store).start();
        backend.awaitFrames();

        job.cancel();

        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        e -> assertThat(e.kind()).isEqualTo(ProgramException.Kind.CANCELLED));
        assertThat(store.paths()).isEmpty();
        assertThat(ProcessHandle.of(backend.pid())).isEmpty();
        leavesNoWorkBehind();
    }

    /// What breaks because its encoder was killed must not look like a failure.
    @Test
    void aCancelledJobIsCancelledHoweverItBreaks() throws Exception {
        var source = new Clips(folder).ordinary("a.mp4", 20);
        var backend =
                new PassingBackend(new FfmpegBackend(Clips.ffmpeg()), sink -> sink) {
                    @Override
                    public TranscodeRun start(TranscodePlan plan, TrackSink sink)
                            throws ProgramException, IOException {
                        return new Breaking(super.start(plan, sink));
                    }
                };
        var job = quick(source).with(backend).to(new MemoryStore()).start();

        job.cancel();

        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        e -> assertThat(e.kind()).isEqualTo(ProgramException.Kind.CANCELLED))
                .hasMessage("a.mp4: cancelled");
    }

    /// Whose reader says what it sees.
    private record Breaking(TranscodeRun run) implements TranscodeRun {

        @Override
        public void await() throws MediaFormatException, IOException, InterruptedException {
            try {
                run.await();
            } catch (ProgramException killed) {
                throw new IOException("broken pipe", killed);
            }
        }

        @Override
        public long pid() {
            return run.pid();
        }

        @Override
        public void close() {
            run.close();
        }
    }

    @Test
    void aKilledEncoderFailsTheJobAndLeavesNothingBehind() throws Exception {
        var source = new Clips(folder).ordinary("a.mp4", 20);
        var output = folder.resolve("out");
        var backend = new SlowBackend(Clips.ffmpeg());
        var job = quick(source).with(backend).to(output).start();
        backend.awaitFrames();

        ProcessHandle.of(backend.pid()).orElseThrow().destroyForcibly();
        backend.goOn();

        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        e -> assertThat(e.kind()).isEqualTo(ProgramException.Kind.FAILED));
        assertThat(output).doesNotExist();
        leavesNoWorkBehind();
    }

    @Test
    void aFullDiskEndsTheJobAndTheEncoder() throws Exception {
        var source = new Clips(folder).ordinary("a.mp4", 10);
        var store =
                new Watched((path, _) -> {
                    if (path.endsWith("2.m4s")) {
                        throw new IOException("No space left on device");
                    }
                });
        var backend = new SlowBackend(Clips.ffmpeg());
        backend.goOn();

        var job = quick(source).with(backend).to(store).start();

        assertThatThrownBy(job::await)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("space");
        assertThat(store.inner.paths()).isEmpty();
        assertThat(ProcessHandle.of(backend.pid())).isEmpty();
        leavesNoWorkBehind();
    }

    @Test
    void nothingToDecodeIsSaidAndNotPublished() throws Exception {
        var source = new Clips(folder).ordinary("a.mp4", 5);
        // An index without the media it points to.
        var bytes = Files.readAllBytes(source);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("mdat");
        java.util.Arrays.fill(bytes, at + 4, at + (int) (0.9 * (bytes.length - at)), (byte) 0);
        Files.write(source, bytes);
        var output = folder.resolve("out");

        assertThatThrownBy(
                        () -> quick(source).settings(TranscodeTest::encodingAll).to(output).run())
                .isInstanceOfAny(MediaFormatException.class, ProgramException.class)
                .hasMessageContaining("a.mp4");
        assertThat(output).doesNotExist();
        leavesNoWorkBehind();
    }

    @Test
    void aFolderThatIsTakenIsLeftAlone() throws Exception {
        var source = new Clips(folder).ordinary("a.mp4", 2);
        var output = Files.createDirectories(folder.resolve("out"));
        Files.writeString(output.resolve("mine.txt"), "keep");

        assertThatThrownBy(() -> quick(source).to(output).run())
                .isInstanceOf(java.nio.file.DirectoryNotEmptyException.class);

        assertThat(output.resolve("mine.txt")).hasContent("keep");
    }

    /// A store that tells of each resource before it keeps it.
    private static final class Watched implements SegmentStore {

        private final MemoryStore inner = new MemoryStore();
        private final Watcher watcher;

        interface Watcher {
            void puts(String path, Content content) throws IOException;
        }

        Watched(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public void put(String path, Content content) throws IOException {
            watcher.puts(path, content);
            inner.put(path, content);
        }

        @Override
        public Optional<Content> open(String path) {
            return inner.open(path);
        }

        @Override
        public boolean delete(String path) {
            return inner.delete(path);
        }
    }
}
