package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Rational;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.SourceFile;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where ffprobe sees keyframes in what every encoder makes of a film that is cut every 0.68 s.
class KeyframesTest {

    private static final KeyframeGrid FRAMES = new KeyframeGrid.EveryFrames(26);
    private static final KeyframeGrid INTERVAL =
            new KeyframeGrid.EveryInterval(Duration.ofMillis(900));
    private static final KeyframeGrid TIMES =
            new KeyframeGrid.AtTimes(
                    List.of(
                            new Rational(0, 1),
                            new Rational(18, 25),
                            new Rational(51, 25),
                            new Rational(75, 25)));

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "libopenh264,H264,bundled",
        "libsvtav1,AV1,bundled",
        "libaom-av1,AV1,bundled",
        "libx264,H264,system",
        "libx265,HEVC,system",
        "libsvtav1,AV1,system",
        "libaom-av1,AV1,system"
    })
    void areWhereTheGridSaysAndNowhereElse(String encoder, VideoCodec codec, String origin)
            throws Exception {
        var program = origin.equals("bundled") ? Lab.bundled() : Lab.system(encoder);
        var lab = new Lab(folder);
        var source = cutFilm(lab);
        var plan = lab.transcode(source, settings -> settings).plan();

        var every = lab.carryOut(new FfmpegBackend(program), with(plan, FRAMES, encoder, codec));

        assertThat(keyframes(every)).containsExactly(0, 26, 52, 78);
        if (takesOrders(program, encoder)) {
            var backend = new FfmpegBackend(program);
            var spaced = lab.carryOut(backend, with(plan, INTERVAL, encoder, codec));
            assertThat(keyframes(spaced)).containsExactly(0, 23, 45, 68, 90);
            var listed = lab.carryOut(backend, with(plan, TIMES, encoder, codec));
            assertThat(keyframes(listed)).containsExactly(0, 18, 51, 75);
        }
    }

    /// Of those tried here only the SVT-AV1 of Debian 12 does not, and the backend knows.
    private static boolean takesOrders(FfmpegProgram program, String encoder) {
        var backend = new FfmpegBackend(program);
        return !encoder.equals("libsvtav1")
                || backend.encoder(VideoCodec.AV1, TIMES).filter(encoder::equals).isPresent();
    }

    @Test
    void anEncoderThatTakesNoOrdersIsReplacedByOneThatDoesAndSaysWhy() throws Exception {
        var backend = new FfmpegBackend(Lab.system("libsvtav1"));
        var encoder = backend.encoder(VideoCodec.AV1, TIMES);

        if (encoder.filter("libsvtav1"::equals).isPresent()) {
            assertThat(backend.findings()).isEmpty();
        } else {
            assertThat(encoder).contains("libaom-av1");
            assertThat(backend.findings().getFirst().reason())
                    .contains("puts keyframes where it likes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "libopenh264,H264,bundled",
        "libsvtav1,AV1,bundled",
        "libaom-av1,AV1,bundled",
        "libx264,H264,system",
        "libx265,HEVC,system"
    })
    void everySegmentIsDecodedAloneWithoutAFault(String encoder, VideoCodec codec, String origin)
            throws Exception {
        var program = origin.equals("bundled") ? Lab.bundled() : Lab.system(encoder);
        var lab = new Lab(folder);
        var plan =
                lab.transcode(cutFilm(lab), settings -> settings.withSegment(Duration.ofSeconds(1)))
                        .plan();
        var made =
                lab.carryOut(
                        new FfmpegBackend(program),
                        with(plan, FRAMES, encoder, codec),
                        Packaging.DEFAULT);

        for (var rendition : renditions(made)) {
            var second = alone(rendition, 2);
            var whole = alone(rendition, 1, 2, 3, 4);
            var pixels = Lab.pixels(second, "null", "gray");
            assertThat(pixels).hasSize(26 * Files.readAllBytes(firstFrame(whole)).length);
            assertThat(pixels).isEqualTo(Lab.pixels(whole, "select=between(n\\,26\\,51)", "gray"));
        }
    }

    private Path firstFrame(Path file) throws Exception {
        return Files.write(
                folder.resolve("frame.gray"), Lab.pixels(file, "select=eq(n\\,0)", "gray"));
    }

    @Test
    void renditionsOfHalfTheRateHaveTheirKeyframesAtTheSameTimes() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture("50.mkv", "testsrc2=size=640x480:rate=50:duration=4", "-c:v", "ffv1");
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withLadder(Ladder.parse("480p,240p"))
                                        .withSegment(Duration.ofSeconds(1)));

        assertThat(Lab.probed(made.file("video-240p"), "stream=r_frame_rate")).isEqualTo("25/1");
        assertThat(times(made.file("video-240p")))
                .containsExactly(0.0, 1.0, 2.0, 3.0)
                .isEqualTo(times(made.file("video-480p")));
    }

    /// 4 s of 25 frames each, every 17th of which looks like no other before it.
    private static Path cutFilm(Lab lab) throws Exception {
        var cut =
                "testsrc2=size=192x108:rate=25:duration=4,geq="
                        + "lum='if(mod(floor(N/17),2),255-lum(W-X,Y),lum(X,Y))':cb='cb(X,Y)'"
                        + ":cr='if(mod(floor(N/17),2),255-cr(X,Y),cr(X,Y))'";
        return lab.picture("cuts.mkv", cut, "-c:v", "ffv1");
    }

    private static TranscodePlan with(
            TranscodePlan plan, KeyframeGrid grid, String encoder, VideoCodec codec) {
        var video = new ArrayList<VideoOutput>();
        for (var output : plan.video()) {
            var made = (VideoOutput.Encoded) output;
            video.add(
                    new VideoOutput.Encoded(
                            made.trackId(),
                            codec,
                            encoder,
                            made.width(),
                            made.height(),
                            1,
                            made.rate(),
                            made.preset(),
                            java.util.Optional.empty(),
                            java.util.OptionalInt.empty(),
                            8,
                            made.range()));
        }
        return new TranscodePlan(
                plan.source(),
                plan.segment(),
                grid,
                plan.picture(),
                plan.trim(),
                video,
                plan.audio(),
                plan.limits(),
                plan.decisions(),
                plan.extras());
    }

    /// The numbers of keyframes, in what players are told and in what a parser finds.
    ///
    /// libopenh264 cannot be kept from making IDR pictures at changes of scene: those are there for
    /// a parser, but nobody is told of them.
    private static List<Integer> keyframes(Lab.Made made) throws Exception {
        var told = told(renditions(made).getFirst().resolve("media.mp4"));
        var found = found(made);
        var encoder = ((VideoOutput.Encoded) made.plan().video().getFirst()).encoder();
        if (encoder.equals("libopenh264")) {
            assertThat(found).containsAll(told);
        } else {
            assertThat(found).isEqualTo(told);
        }
        return told;
    }

    private static List<Integer> told(Path file) throws Exception {
        try (var source = SourceFile.open(file)) {
            var keyframes = new ArrayList<Integer>();
            var samples = source.tracks().getFirst().samples();
            for (int n = 0; n < samples.syncCount(); n++) {
                keyframes.add(samples.syncSample(n));
            }
            return keyframes;
        }
    }

    private static List<Integer> found(Lab.Made made) throws Exception {
        var lines =
                Lab.probe(
                        renditions(made).getFirst().resolve("media.mp4"), "packet=pts_time,flags");
        var sorted =
                lines.stream()
                        .map(line -> line.split(","))
                        .sorted(
                                java.util.Comparator.comparingDouble(
                                        words -> Double.parseDouble(words[0])))
                        .toList();
        assertThat(sorted).hasSize(100);
        var keyframes = new ArrayList<Integer>();
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i)[1].contains("K")) {
                keyframes.add(i);
            }
        }
        return keyframes;
    }

    private static List<Double> times(Path file) throws Exception {
        return Lab.probe(file, "packet=pts_time,flags").stream()
                .map(line -> line.split(","))
                .filter(words -> words[1].contains("K"))
                .map(words -> Double.parseDouble(words[0]))
                .toList();
    }

    private static List<Path> renditions(Lab.Made made) throws IOException {
        try (var all = Files.list(made.folder())) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private Path alone(Path rendition, int... segments) throws IOException {
        var file = folder.resolve(String.format(Locale.ROOT, "alone-%d.mp4", segments.length));
        Files.write(file, Files.readAllBytes(rendition.resolve("init.mp4")));
        for (int n : segments) {
            Files.write(
                    file,
                    Files.readAllBytes(rendition.resolve(n + ".m4s")),
                    java.nio.file.StandardOpenOption.APPEND);
        }
        return file;
    }
}
