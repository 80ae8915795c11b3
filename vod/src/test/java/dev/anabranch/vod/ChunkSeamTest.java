package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.packager.Packaging;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.plan.Chunks;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a viewer could see, and a decoder's buffer feel, where chunks meet.
@Timeout(180)
class ChunkSeamTest {

    private static final Pattern LUMA = Pattern.compile("Y:([0-9.]+)");

    /// Frames of a chunk: 12 seconds in 3 of 4 seconds each, at 24 a second.
    private static final int CHUNK = 96;

    @TempDir private Path folder;

    private Path clip() throws Exception {
        return new Clips(folder)
                .make(
                        "a.mp4",
                        "320x180",
                        "24",
                        12,
                        "-vf",
                        "noise=alls=12:allf=t:all_seed=7",
                        "-c:v",
                        "mpeg4",
                        "-q:v",
                        "2",
                        "-c:a",
                        "aac");
    }

    private static FfmpegProgram program(boolean hasX264) throws Exception {
        var search = FfmpegSearch.usual(Optional.empty(), System.getenv());
        if (!hasX264) {
            return FfmpegProgram.find(search);
        }
        var program = FfmpegProgram.findForEncoding(search);
        assumeTrue(program.hasEncoder("libx264"), "an ffmpeg with x264");
        return program;
    }

    private TranscodePlan make(Path source, FfmpegProgram program, Chunks chunks, String output)
            throws Exception {
        return Transcode.from(source)
                .with(program)
                .workIn(Files.createDirectories(folder.resolve("work")))
                .ladder(Ladder.parse("180p"))
                .chunks(chunks)
                .packaging(Packaging.DEFAULT.withSingleFile(true))
                .settings(settings ->
                        settings.withVideo(
                                        video -> video.withPreset(Preset.FAST).withCopy(Copy.NEVER))
                                .withSegment(Duration.ofSeconds(2)))
                .to(folder.resolve(output))
                .run()
                .plan();
    }

    private Path picture(String output) {
        return folder.resolve(output).resolve("video-180p/media.mp4");
    }

    /// Of each frame with that of the source, from 0 to 1.
    private List<Double> likeness(Path made, Path source) throws Exception {
        var program = Clips.ffmpeg();
        var figures = folder.resolve("ssim.log");
        var command =
                new ArrayList<>(List.of(program.path().toString(), "-nostdin", "-v", "error"));
        command.addAll(List.of("-i", made.toString(), "-i", source.toString()));
        command.addAll(List.of("-filter_complex", "[0:v][1:v]ssim=stats_file=" + figures));
        command.addAll(List.of("-f", "null", "-"));
        try (var process =
                SupervisedProcess.start(command, program.environment(), Duration.ofMinutes(1))) {
            process.input().close();
            process.output().readAllBytes();
            process.await();
        }
        var all = new ArrayList<Double>();
        for (var line : Files.readAllLines(figures)) {
            var luma = LUMA.matcher(line);
            assertThat(luma.find()).isTrue();
            all.add(Double.valueOf(luma.group(1)));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void picturesWhereChunksMeetAreAsGoodAsWhereSegmentsMeet(boolean hasX264) throws Exception {
        var source = clip();
        var program = program(hasX264);
        make(source, program, new Chunks.Off(), "one");
        make(source, program, new Chunks.Count(3), "three");

        var one = likeness(picture("one"), source);
        var three = likeness(picture("three"), source);

        assertThat(three).hasSameSizeAs(one).hasSize(3 * CHUNK);
        for (int border : List.of(CHUNK, 2 * CHUNK)) {
            assertThat(mean(three, border - 6, border))
                    .isGreaterThan(mean(one, border - 6, border) - 0.02);
            assertThat(mean(three, border, border + 6))
                    .isGreaterThan(mean(one, border, border + 6) - 0.02);
        }
        assertThat(mean(three, 0, 3 * CHUNK)).isGreaterThan(mean(one, 0, 3 * CHUNK) - 0.005);
    }

    private static double mean(List<Double> figures, int from, int to) {
        return figures.subList(from, to).stream().mapToDouble(x -> x).average().orElseThrow();
    }

    @Test
    void theDecodersBufferDoesNotRunEmptyBehindABorder() throws Exception {
        var source = clip();
        var plan = make(source, program(true), new Chunks.Count(3), "three");
        var rate = ((VideoOutput.Encoded) plan.video().getFirst()).rate();

        var packets = Clips.packets(Clips.ffmpeg(), picture("three"), "v", "size");

        assertThat(packets).hasSize(3 * CHUNK);
        assertThat(lowest(packets, rate)).isPositive();
        assertThat(8 * packets.stream().mapToLong(Long::parseLong).sum() / 12)
                .as("a source that needs the whole rate")
                .isGreaterThan(rate.maxBitsPerSecond() * 8 / 10);
    }

    /// How many bits are in the buffer of H.264 Annex C at its emptiest, filled at the highest rate
    /// and begun nine tenths full.
    private static double lowest(List<String> sizes, RateControl rate) {
        double bits = 0.9 * rate.bufferBits();
        double lowest = bits;
        for (var size : sizes) {
            bits -= 8.0 * Long.parseLong(size);
            lowest = Math.min(lowest, bits);
            bits = Math.min(rate.bufferBits(), bits + rate.maxBitsPerSecond() / 24.0);
        }
        return lowest;
    }
}
