package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Extras;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.process.Limits;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.title.AnalysisPage;
import dev.anabranch.transcode.title.PerTitle;
import dev.anabranch.transcode.title.ProbePoint;
import dev.anabranch.transcode.title.TitleAnalysis;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

/// Ladders of films that differ in how hard they are to encode.
class PerTitleTest {

    private static final String EASY = "testsrc2=size=480x270:rate=25:duration=1.2,gblur=8";
    private static final String HARD =
            "testsrc2=size=480x270:rate=25:duration=1.2,noise=alls=80:allf=t";

    @TempDir private Path temp;
    private Lab lab;
    private Path work;

    @BeforeEach
    void openTheLab() throws Exception {
        lab = new Lab(Files.createDirectory(temp.resolve("lab")));
        work = temp.resolve("work");
    }

    private Path film(String name, String source, String... more) throws Exception {
        var words = new ArrayList<>(List.of("-c:v", "ffv1"));
        words.addAll(List.of(more));
        return lab.picture(name, source, words.toArray(String[]::new));
    }

    private Transcode transcode(FfmpegProgram program, Path film, String ladder) throws Exception {
        var sizes = Ladder.parse(ladder);
        return lab.transcode(film, settings -> settings.withLadder(sizes))
                .with(program)
                .with(new FfmpegBackend(program))
                .workIn(work);
    }

    private TitleAnalysis analysis(FfmpegProgram program, Path film) throws Exception {
        return transcode(program, film, "480x270,320x180,160x90")
                .analyse(PerTitle.DEFAULT, _ -> {});
    }

    private static long topBits(TitleAnalysis analysis) {
        return analysis.rungs().getFirst().point().bitsPerSecond();
    }

    @Test
    void aFilmThatIsEasyNeedsFewerBitsThanAHardOne() throws Exception {
        var easy = analysis(Lab.bundled(), film("easy.mkv", EASY));
        var hard = analysis(Lab.bundled(), film("hard.mkv", HARD));

        assertThat(easy.about().metric()).isEqualTo(Metric.XPSNR);
        assertThat(easy.points()).hasSize(15);
        assertThat(topBits(easy)).isLessThan(topBits(hard) / 2);
        assertThat(easy.rungs()).hasSizeLessThanOrEqualTo(hard.rungs().size());
        assertThat(easy.rungs().getFirst().point().quality())
                .isGreaterThan(hard.rungs().getFirst().point().quality() + 5);
        nothingIsLeft();
    }

    @Test
    void withConstantQualityTheFilmIsMadeAsItWasTriedAndComesToWhatWasSaid() throws Exception {
        var program = Lab.system("libx264");
        var film =
                film("film.mkv", "testsrc2=size=480x270:rate=25:duration=2,noise=alls=20:allf=t");
        var transcode = transcode(program, film, "480x270,320x180,160x90");
        var steps = new ArrayList<TitleProgress>();
        var analysis = transcode.analyse(PerTitle.DEFAULT.withMetric(Metric.SSIM), steps::add);
        assertThat(steps).hasSize(10);
        assertThat(steps.getLast().share()).isBetween(0.85, 0.99);
        assertThat(analysis.points()).allMatch(point -> point.crf().isPresent());
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(AnalysisPage.of(analysis))));

        var output = temp.resolve("output");
        var result = transcode.ladder(analysis.ladder()).to(output).run();

        var made = result.plan().video();
        assertThat(made).hasSameSizeAs(analysis.rungs());
        for (int i = 0; i < made.size(); i++) {
            var point = analysis.rungs().get(i).point();
            var rate = ((VideoOutput.Encoded) made.get(i)).rate();
            assertThat(rate.crf()).isEqualTo(point.crf());
            assertThat(rate.maxBitsPerSecond()).isEqualTo(2 * point.bitsPerSecond());
            assertThat(made.get(i).width()).isEqualTo(point.size().width());
        }
        long expected = analysis.rungs().stream().mapToLong(r -> r.point().bitsPerSecond()).sum();
        assertThat((double) 8 * result.bytes() / 2 / expected).isBetween(0.75, 1.4);
        assertThat(result.plan().decisions())
                .extracting(Decision::subject)
                .contains("metric", "samples", "highest rung", "lowest rung");
    }

    @Test
    void aFilmOfNextToNoBitsGetsTheLeastThatALadderHasAndItsPoster() throws Exception {
        var film = film("black.mkv", "color=black:size=480x270:rate=25:duration=2");
        var program = Lab.system("libx264");
        var transcode =
                lab.transcode(film, settings -> settings.withExtras(Extras.NONE.withPoster()))
                        .with(program)
                        .with(new FfmpegBackend(program))
                        .workIn(work);

        var analysis = transcode.analyse(PerTitle.DEFAULT.withMetric(Metric.SSIM), _ -> {});
        var output = temp.resolve("output");
        transcode.ladder(analysis.ladder()).to(output).run();

        assertThat(topBits(analysis)).isLessThan(Rung.MIN_BITS);
        assertThat(output.resolve("poster.jpg")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource({
        // Taller than wide; with pixels that are not square; one frame a second; one frame.
        "180x320:rate=25:duration=0.6, '', 180x320, 180",
        "180x180:rate=25:duration=0.6, setsar=16/9, 320x180, 320",
        "320x180:rate=1:duration=3, '', 320x180, 320",
        "320x180:rate=25:duration=0.04, '', 320x180, 320"
    })
    void anyShapeAndLengthIsComparedAtTheSizeItIsShownAt(
            String source, String filter, String reference, int width) throws Exception {
        var made = "testsrc2=size=" + source + (filter.isEmpty() ? "" : "," + filter);
        var film = film("film.mkv", made);
        var analysis =
                transcode(Lab.bundled(), film, "320x180,160x90")
                        .analyse(PerTitle.DEFAULT.withMetric(Metric.SSIM), _ -> {});

        assertThat(analysis.about().reference()).isEqualTo(reference);
        assertThat(analysis.points())
                .extracting(point -> point.size().width())
                .contains(width, width / 2);
        assertThat(analysis.points())
                .extracting(ProbePoint::quality)
                .allMatch(quality -> quality > 3);
    }

    @Test
    void aMetricThatIsNotThereIsNamed() throws Exception {
        var transcode = transcode(Lab.bundled(), film("easy.mkv", EASY), "480x270");

        assertThatThrownBy(
                        () -> transcode.analyse(PerTitle.DEFAULT.withMetric(Metric.VMAF), _ -> {}))
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        missing -> assertThat(missing.kind()).isEqualTo(Kind.MISSING))
                .hasMessageContainingAll("cannot measure VMAF", "libvmaf");
    }

    @Test
    void samplesBehindTheEndOfAFilmThatIsCutOffAreLeftOut() throws Exception {
        var whole =
                lab.picture(
                        "whole.mp4",
                        "testsrc2=size=320x180:rate=25:duration=24",
                        "-c:v",
                        "libopenh264",
                        "-g",
                        "25",
                        "-movflags",
                        "+faststart");
        var bytes = Files.readAllBytes(whole);
        var film = Files.write(temp.resolve("half.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
        var wanted = PerTitle.DEFAULT.withMetric(Metric.SSIM).withSamples(3, Duration.ofSeconds(1));

        var analysis = transcode(Lab.bundled(), film, "160x90").analyse(wanted, _ -> {});

        assertThat(analysis.decisions())
                .filteredOn(one -> one.choice().equals("left out"))
                .extracting(Decision::subject)
                .anySatisfy(subject -> assertThat(subject).startsWith("sample from 1"));
    }

    @Test
    void soundAloneHasNoLadder() throws Exception {
        var sound = lab.clip("sound.mka", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac");

        assertThatThrownBy(() -> analysis(Lab.bundled(), sound))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContainingAll("sound.mka", "needs a picture");
    }

    @Test
    void aQualityThatIsFixedLeavesNothingToFind() throws Exception {
        var transcode =
                transcode(Lab.bundled(), film("easy.mkv", EASY), "480x270")
                        .settings(settings -> settings.withVideo(video -> video.withCrf(20)));

        assertThatThrownBy(() -> transcode.analyse(PerTitle.DEFAULT, _ -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptEndsItAndLeavesNothing() throws Exception {
        var film = film("easy.mkv", EASY);
        var transcode = transcode(Lab.bundled(), film, "480x270,320x180");
        var caller = Thread.currentThread();

        assertThatThrownBy(() ->
                        transcode.analyse(
                                PerTitle.DEFAULT,
                                progress -> {
                                    if (progress.done() == 1) {
                                        caller.interrupt();
                                    }
                                }))
                .isInstanceOf(InterruptedException.class);
        nothingIsLeft();
    }

    @Test
    void itDoesNotOutliveItsTime() throws Exception {
        var film = film("easy.mkv", EASY);
        var limits = new Limits(0, 0, 0, Duration.ofMillis(5));
        var transcode =
                transcode(Lab.bundled(), film, "480x270,320x180")
                        .settings(settings -> settings.withLimits(limits));

        assertThatThrownBy(() -> transcode.analyse(PerTitle.DEFAULT, _ -> {}))
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        late -> assertThat(late.kind()).isEqualTo(Kind.TIMED_OUT));
        nothingIsLeft();
    }

    /// Where it worked.
    private void nothingIsLeft() throws Exception {
        if (Files.isDirectory(work)) {
            assertThat(work).isEmptyDirectory();
        }
    }
}
