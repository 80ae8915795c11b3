package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.TestPicture.PictureShape;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.Protocols;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The clock survives an encoder, at sizes that 32 does not divide as well.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class TestSourceTest {

    private static FfmpegProgram ffmpeg;

    @BeforeAll
    static void find() throws Exception {
        ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
    }

    @ParameterizedTest
    @CsvSource({"640,360,30,600000", "426,240,25,150000", "160,90,15,80000"})
    void everyFrameIsReadBackAfterTheEncoder(int width, int height, int fps, int rate)
            throws Exception {
        var settings =
                new TestSource.Settings(
                        new PictureShape(width, height, fps),
                        rate,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2));
        var before = Instant.now().toEpochMilli();
        byte[] encoded;
        try (var source = TestSource.start(ffmpeg, settings, List.of("-f", "mpegts", "pipe:1"))) {
            encoded = source.output().readAllBytes();
            source.await();
        }
        var after = Instant.now().toEpochMilli();

        var times = clocks(encoded);

        assertThat(times).hasSize(2 * fps);
        assertThat(times).isSorted();
        assertThat(times.getFirst()).isBetween(before, after);
        assertThat(times.getLast() - times.getFirst()).isBetween(1500L, after - before);
    }

    private static List<Long> clocks(byte[] encoded) throws Exception {
        var arguments =
                List.of(
                        "-f",
                        "mpegts",
                        "-i",
                        "pipe:0",
                        "-vf",
                        ClockPattern.READ_FILTER,
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "rawvideo",
                        "pipe:1");
        try (var decoder = ffmpeg.start(Protocols.PIPE, arguments, Duration.ofSeconds(30))) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (var in = decoder.input()) {
                            in.write(encoded);
                        } catch (java.io.IOException ended) {
                            throw new java.io.UncheckedIOException(ended);
                        }
                    });
            var pictures = new ByteArrayOutputStream();
            decoder.output().transferTo(pictures);
            decoder.await();
            var bytes = pictures.toByteArray();
            int size = ClockPattern.READ_WIDTH * ClockPattern.READ_HEIGHT;
            return java.util.stream.IntStream.range(0, bytes.length / size)
                    .mapToObj(i ->
                            ClockPattern.read(Arrays.copyOfRange(bytes, i * size, (i + 1) * size)))
                    .map(OptionalLong::orElseThrow)
                    .toList();
        }
    }

    @Test
    void aPictureWithoutPatternIsNotRead() {
        var gray = new byte[ClockPattern.READ_WIDTH * ClockPattern.READ_HEIGHT];
        assertThat(ClockPattern.read(gray)).isEmpty();
        Arrays.fill(gray, (byte) 200);
        assertThat(ClockPattern.read(gray)).isEmpty();
    }
}
