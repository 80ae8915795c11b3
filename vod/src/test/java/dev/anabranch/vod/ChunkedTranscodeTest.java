package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.plan.Chunk;
import dev.anabranch.transcode.plan.Chunks;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of chunks is held against what one run makes, by ffprobe.
@Timeout(180)
class ChunkedTranscodeTest {

    @TempDir private Path folder;

    private Transcode quick(Path source, FfmpegProgram program, Chunks chunks) throws Exception {
        return Transcode.from(source)
                .with(program)
                .workIn(Files.createDirectories(folder.resolve("work")))
                .ladder(Ladder.parse("180p,90p"))
                .chunks(chunks)
                .packaging(Packaging.DEFAULT.withSingleFile(true))
                .settings(settings ->
                        settings.withVideo(
                                        video -> video.withPreset(Preset.FAST).withCopy(Copy.NEVER))
                                .withAudio(audio -> audio.withCopy(Copy.NEVER))
                                .withSegment(Duration.ofSeconds(1)));
    }

    private Transcode inThree(Path source) throws Exception {
        return quick(source, Clips.ffmpeg(), new Chunks.Count(3));
    }

    private static FfmpegProgram withX264() throws Exception {
        var program =
                FfmpegProgram.findForEncoding(
                        FfmpegSearch.usual(Optional.empty(), System.getenv()));
        assumeTrue(program.hasEncoder("libx264"), "an ffmpeg with x264");
        return program;
    }

    /// The source by the bundled ffmpeg: 5 seconds, names that are not for it left out.
    private Path clip(String kind) throws Exception {
        var words = kind.split(":");
        var encoding = new ArrayList<>(List.of("-c:v", words[2], "-c:a", words[3], "-g", "20"));
        encoding.addAll(Arrays.asList(words).subList(4, words.length));
        return new Clips(folder)
                .make(words[0], "320x180", words[1], 5, encoding.toArray(String[]::new));
    }

    private Path alone(String output, String folderName) {
        return folder.resolve(output).resolve(folderName).resolve("media.mp4");
    }

    private void looksAsFromOneRun(FfmpegProgram program, Path source) throws Exception {
        quick(source, program, new Chunks.Off()).to(folder.resolve("one")).run();

        var result = quick(source, program, new Chunks.Count(3)).to(folder.resolve("three")).run();

        assertThat(result.plan().decisions())
                .anySatisfy(decision -> assertThat(decision.choice()).startsWith("3 of about"));
        var pictures = Clips.packets(Clips.ffmpeg(), source, "v:0", "pts").size();
        for (var rendition : List.of("video-180p", "video-90p")) {
            var joined = alone("three", rendition);
            var times = Clips.packets(Clips.ffmpeg(), joined, "v", "pts,dts,duration,flags");
            assertThat(times)
                    .isEqualTo(
                            Clips.packets(
                                    Clips.ffmpeg(),
                                    alone("one", rendition),
                                    "v",
                                    "pts,dts,duration,flags"));
            boolean isHalved = rendition.equals("video-90p") && times.size() < pictures;
            assertThat(times).hasSize(isHalved ? (pictures + 1) / 2 : pictures);
            assertThat(Clips.complaints(joined)).isEmpty();
        }
        assertThat(alone("three", "audio")).hasSameBinaryContentAs(alone("one", "audio"));
        assertThat(breaches("three")).isEqualTo(breaches("one"));
        try (var left = Files.list(folder.resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }

    private String breaches(String output) throws Exception {
        return PresentationCheck.of(
                        new FolderResources(folder.resolve(output)),
                        List.of("index.m3u8", "manifest.mpd"))
                .breaches()
                .toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.mp4:24:libopenh264:aac",
                "a.mkv:30000/1001:mpeg2video:libopus:-bf:2",
                "a.ts:25:mpeg2video:mp2:-bf:2",
                "a.ts:60000/1001:libopenh264:aac",
                "a.mkv:24:mpeg4:flac:-bf:2",
                "a.webm:30:libvpx-vp9:libopus:-deadline:realtime:-auto-alt-ref:1:-lag-in-frames:8"
            })
    void chunksLookAsIfFromOneRun(String kind) throws Exception {
        looksAsFromOneRun(Clips.ffmpeg(), clip(kind));

        assertThat(breaches("three")).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.mkv:30000/1001:mpeg2video:libopus:-bf:2",
                "a.ts:60000/1001:mpeg2video:mp2:-bf:2",
                "late.ts:25:mpeg2video:mp2:-bf:2:-af:asetpts=PTS+0.7/TB"
            })
    void chunksOfAnEncoderThatReordersLookAsIfFromOneRun(String kind) throws Exception {
        looksAsFromOneRun(withX264(), clip(kind));

        assertThat(breaches("three")).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void chunksOfAVariableRateLookAsIfFromOneRun(boolean isReordering) throws Exception {
        var clip =
                clip(
                        "a.mkv:30:mpeg4:flac:-vf:select='not(eq(mod(n,7),3))*not(between(n,40,95))'"
                                + ":-fps_mode:vfr");

        looksAsFromOneRun(isReordering ? withX264() : Clips.ffmpeg(), clip);
    }

    @Test
    void aChunkWhoseEncoderDiesIsMadeOnceMore() throws Exception {
        var backend = new MortalBackend(Clips.ffmpeg(), 1);

        var result =
                inThree(clip("a.mp4:24:libopenh264:aac"))
                        .with(backend)
                        .to(folder.resolve("out"))
                        .run();

        assertThat(result.segments()).isEqualTo(5);
        assertThat(backend.starts()).isEqualTo(1 + 3 + 1);
    }

    @Test
    void whenItDiesAgainNothingIsLeft() throws Exception {
        var backend = new MortalBackend(Clips.ffmpeg(), 100);
        var job =
                inThree(clip("a.mp4:24:libopenh264:aac"))
                        .with(backend)
                        .to(folder.resolve("out"))
                        .start();

        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(
                        ProgramException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED));

        leavesNothing(backend);
    }

    @Test
    void cancellingEndsEveryEncoder() throws Exception {
        var backend = new MortalBackend(Clips.ffmpeg(), 0);
        var job =
                inThree(clip("a.mp4:24:libopenh264:aac"))
                        .with(backend.stalling())
                        .to(folder.resolve("out"))
                        .start();
        backend.awaitFrames();

        job.cancel();

        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
        leavesNothing(backend);
    }

    private void leavesNothing(MortalBackend backend) throws IOException {
        assertThat(folder.resolve("out")).doesNotExist();
        try (var left = Files.list(folder.resolve("work"))) {
            assertThat(left).isEmpty();
        }
        assertThat(backend.pids())
                .allSatisfy(pid ->
                        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty());
    }

    @Test
    void chunksThatAreDescribedInDifferentWaysAreRefused() throws Exception {
        var local = ChunkWorker.with(new FfmpegBackend(Clips.ffmpeg()));
        ChunkWorker odd =
                (chunk, to, onGrowth) ->
                        local.start(chunk.index() == 1 ? otherwise(chunk) : chunk, to, onGrowth);
        var transcode =
                inThree(clip("a.mp4:24:libopenh264:aac")).with(odd).to(folder.resolve("out"));

        assertThatThrownBy(transcode::run)
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("the encoder describes chunk 1 in another way");
    }

    private static Chunk otherwise(Chunk chunk) {
        var plan = chunk.plan();
        var video =
                plan.video().stream()
                        .map(VideoOutput.Encoded.class::cast)
                        .<VideoOutput>map(one ->
                                new VideoOutput.Encoded(
                                        one.trackId(),
                                        one.codec(),
                                        one.encoder(),
                                        one.width() - 2,
                                        one.height(),
                                        one.frameDivisor(),
                                        one.rate(),
                                        one.preset(),
                                        one.profile(),
                                        one.level(),
                                        one.bitDepth(),
                                        one.range()))
                        .toList();
        var other =
                new TranscodePlan(
                        plan.source(),
                        plan.segment(),
                        plan.grid(),
                        plan.picture(),
                        plan.trim(),
                        video,
                        plan.audio(),
                        plan.limits(),
                        plan.decisions(),
                        plan.extras());
        return new Chunk(chunk.index(), other, chunk.excerpt());
    }

    @Test
    void whereTheIndexIsWrongAChunkIsReadFromTheStart() throws Exception {
        var source = clip("a.mp4:24:libopenh264:aac");
        var backend = new FfmpegBackend(Clips.ffmpeg());
        var right = inThree(source).chunkPlan().chunks().get(1);
        var excerpt = right.excerpt();
        var late =
                new dev.anabranch.transcode.Excerpt(
                        excerpt.start(),
                        excerpt.from(),
                        excerpt.from(),
                        excerpt.to(),
                        excerpt.firstTicks(),
                        excerpt.frames());
        var made = Files.createDirectory(folder.resolve("made"));
        try (var run =
                ChunkWorker.with(backend)
                        .start(new Chunk(1, right.plan(), late), made.resolve("late"), () -> {})) {
            run.await();
        }
        try (var run = ChunkWorker.with(backend).start(right, made.resolve("right"), () -> {})) {
            run.await();
        }

        assertThat(made.resolve("late/1.mp4")).hasSameBinaryContentAs(made.resolve("right/1.mp4"));
    }

    @Test
    void progressCountsWhatIsNotJoinedYetAndNothingTwice() throws Exception {
        var most = new AtomicInteger();
        var source = clip("a.mp4:24:libopenh264:aac");

        inThree(source)
                .onProgress(progress ->
                        progress.renditions()
                                .forEach(one ->
                                        most.accumulateAndGet(
                                                one.name().startsWith("audio")
                                                        ? 0
                                                        : (int) one.frames(),
                                                Math::max)))
                .to(folder.resolve("out"))
                .run();

        assertThat(most).hasValue(5 * 24);
    }

    @Test
    void otherProcessesCanMakeChunks() throws Exception {
        var source = clip("a.mp4:24:libopenh264:aac");
        var local = quick(source, Clips.ffmpeg(), new Chunks.Count(2));
        local.to(folder.resolve("here")).run();
        var both = new CountDownLatch(2);

        local.with(new OtherProcess(source, both)).to(folder.resolve("there")).run();

        assertThat(both.await(0, TimeUnit.SECONDS)).isTrue();
        for (var rendition : List.of("video-180p", "video-90p", "audio")) {
            assertThat(alone("there", rendition)).hasSameBinaryContentAs(alone("here", rendition));
        }
    }

    /// Has each chunk made by a JVM of its own, which knows the source and the number of the chunk.
    private record OtherProcess(Path source, CountDownLatch both) implements ChunkWorker {

        @Override
        public ChunkRun start(Chunk chunk, Path to, Runnable onGrowth) throws IOException {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var paths =
                    System.getProperty(
                            "surefire.test.class.path", System.getProperty("java.class.path"));
            var process =
                    new ProcessBuilder(
                                    java,
                                    "-cp",
                                    paths,
                                    ChunkMain.class.getName(),
                                    source.toString(),
                                    Integer.toString(chunk.index()),
                                    to.toString())
                            .inheritIO()
                            .start();
            return new ChunkRun() {
                @Override
                public void await() throws ProgramException, InterruptedException {
                    if (process.waitFor() != 0) {
                        throw new ProgramException(Kind.FAILED, "status " + process.exitValue());
                    }
                    both.countDown();
                }

                @Override
                public Amount amount(int trackId) {
                    return Amount.NOTHING;
                }

                @Override
                public void close() {
                    process.destroyForcibly();
                }
            };
        }
    }

    /// Another machine, as it were.
    static final class ChunkMain {

        private ChunkMain() {}

        /// @param arguments the source, the number of the chunk, the folder to make
        public static void main(String[] arguments) throws Exception {
            var to = Path.of(arguments[2]);
            var test = new ChunkedTranscodeTest();
            test.folder = to.getParent();
            var plan =
                    test.quick(Path.of(arguments[0]), Clips.ffmpeg(), new Chunks.Count(2))
                            .chunkPlan();
            var worker = ChunkWorker.with(new FfmpegBackend(Clips.ffmpeg()));
            var chunk = plan.chunks().get(Integer.parseInt(arguments[1]));
            try (var run = worker.start(chunk, to, () -> {})) {
                run.await();
            }
        }
    }
}
