package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The byte ranges of I-frame playlists, as a player uses them: each with the initialization
/// section and nothing else.
class IFrameRangeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int TABLES_BYTES = 2 * 188;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "bbb_240p_10s.mp4, false, false",
        "bbb_240p_10s.mp4, true, false",
        "bbb_240p_10s.mp4, false, true",
        "nasa_2video_2audio_subs.mp4, true, false",
        "hevc_bframes.mp4, false, false",
        "hevc_bframes.mp4, true, false"
    })
    void everyRangeDecodesToOnePictureByItself(String sample, boolean isTs, boolean isSingle)
            throws Exception {
        needsFfmpeg();
        var packager = Samples.packager(sample).segment(Duration.ofSeconds(4));
        if (isTs) {
            packager.transportStream();
        }
        if (isSingle) {
            packager.singleFile();
        }
        try (var presentation = packager.open()) {
            var video = presentation.renditions().getFirst();
            var pictures = video.iFrames();
            for (int i = 0; i < pictures.count(); i++) {
                assertThat(decodedPictures(presentation, video, i))
                        .as("picture %d", i)
                        .isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyKeyframeIsListedAndTogetherTheyLastAsLongAsTheProgramme(boolean isTs)
            throws Exception {
        needsFfmpeg();
        var file = folder.resolve("keys.mp4");
        run(
                "ffmpeg -v error -f lavfi -i testsrc=s=64x64:r=25:d=9.6 -c:v libx264 -bf 2"
                        + " -force_key_frames 0,0.4,1,2.2,2.8,4,4.2,5,8 -sc_threshold 0 -g 1000 "
                        + file);
        var packager = Packager.of(file);
        if (isTs) {
            packager.transportStream();
        }
        try (var presentation = packager.open()) {
            var pictures = presentation.renditions().getFirst().iFrames();
            var clock = pictures.times().clock();
            var starts =
                    java.util.stream.IntStream.range(0, pictures.count())
                            .mapToObj(
                                    i -> clock.duration(pictures.times().startTicks(i)).toMillis())
                            .toList();
            // 0.4 s and 4.2 s come within half a second of the one before
            assertThat(starts).containsExactly(0L, 1000L, 2200L, 2800L, 4000L, 5000L, 8000L);
            assertThat(total(presentation, "iframes.m3u8"))
                    .isEqualByComparingTo(total(presentation, "index.m3u8"))
                    .isEqualByComparingTo("9.6");
        }
    }

    @Test
    void segmentsOfSeveralChunksAreWhatWasAnnounced() throws Exception {
        try (var presentation = Samples.packager(Samples.BUNNY).open()) {
            var video = presentation.renditions().getFirst();
            assertThat(video.iFrames().count()).isGreaterThan(video.times().count());
            for (int n = 0; n < video.times().count(); n++) {
                var path = video.name() + "/" + video.segmentFile(n);
                assertThat(RuleRowsTest.bytes(presentation, path))
                        .hasSize((int) video.segmenter().segmentBytes(n));
            }
        }
    }

    private static BigDecimal total(VodPresentation presentation, String playlist)
            throws Exception {
        var text = new String(RuleRowsTest.bytes(presentation, "video-64p/" + playlist));
        return text.lines()
                .filter(line -> line.startsWith("#EXTINF:"))
                .map(line -> new BigDecimal(line.substring(8, line.indexOf(','))))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private int decodedPictures(VodPresentation presentation, Rendition video, int i)
            throws Exception {
        var pictures = video.iFrames();
        int n = pictures.segment(i);
        var span = video.span(n);
        var file = video.isSingleFile() ? span.singleFile() : video.segmentFile(n);
        var bytes = RuleRowsTest.bytes(presentation, video.name() + "/" + file);
        long at = pictures.offsetBytes(i) + (video.isSingleFile() ? span.segmentOffset(n) : 0);
        var alone = new ByteArrayOutputStream();
        if (span.init().isEmpty()) {
            assertThat(at).isGreaterThanOrEqualTo(TABLES_BYTES);
            alone.write(bytes, 0, TABLES_BYTES);
        } else if (video.isSingleFile()) {
            alone.write(bytes, 0, (int) span.init().get().sizeBytes());
        } else {
            alone.write(RuleRowsTest.bytes(presentation, video.name() + "/" + span.initFile()));
        }
        alone.write(Arrays.copyOfRange(bytes, (int) at, (int) (at + pictures.sizes().bytes(i))));
        var picture = Files.write(folder.resolve("picture"), alone.toByteArray());
        var read =
                run(
                        "ffmpeg -v quiet -i "
                                + picture
                                + " -map 0:v -fps_mode passthrough -f framemd5 -");
        return (int) read.lines().filter(line -> !line.startsWith("#")).count();
    }

    private static void needsFfmpeg() {
        assumeTrue(
                Command.find("ffmpeg").isPresent(),
                "ffmpeg is missing: install the package ffmpeg");
    }

    private static String run(String command) {
        return Command.run(TIMEOUT, List.of(command.split(" "))).out();
    }
}
