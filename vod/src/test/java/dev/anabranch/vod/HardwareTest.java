package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.Hardware;
import dev.anabranch.transcode.process.ProgramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Encoders in hardware are taken when they have encoded something, and never assumed.
class HardwareTest {

    private static final List<String> OF_NVENC =
            List.of("-preset", "-forced-idr", "-no-scenecut", "-level:v");

    @TempDir Path folder;

    @Test
    void softwareIsTakenAndTheReasonSaidWhereNoHardwareWorks() throws Exception {
        assumeFalse(hasHardware(), "this machine has hardware");
        var backend = new FfmpegBackend(Lab.bundled(), Hardware.AUTO);

        assertThat(backend.encoder(VideoCodec.H264)).contains("libopenh264");
        assertThat(backend.findings())
                .extracting(Decision::choice)
                .containsExactly(
                        "h264_nvenc not used",
                        "h264_qsv not used",
                        "h264_vaapi not used",
                        "h264_v4l2m2m not used");
        assertThat(backend.findings())
                .allSatisfy(found -> assertThat(found.reason()).startsWith("a trial failed: "));
    }

    @Test
    void hardwareThatEncodedSomeFramesIsTaken() throws Exception {
        var program = FakeFfmpeg.with(folder, "h264_nvenc", OF_NVENC);
        var backend = new FfmpegBackend(program, Hardware.AUTO);

        assertThat(backend.encoder(VideoCodec.H264)).contains("h264_nvenc");
        assertThat(backend.findings())
                .containsExactly(
                        new Decision(
                                "encoder H264", "h264_nvenc", "it encoded some frames in a trial"));
        assertThat(FakeFfmpeg.commands(folder).getLast())
                .contains("-c:v h264_nvenc", "-forced-idr 1", "-no-scenecut 1", "format=nv12");
    }

    @Test
    void aRunWithHardwareIsLikeAnyOther() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture("film.mkv", "testsrc2=size=192x108:rate=25:duration=1", "-c:v", "ffv1");
        var program = FakeFfmpeg.with(folder, "h264_nvenc", OF_NVENC);
        var made =
                lab.make(new FfmpegBackend(program, Hardware.AUTO), source, settings -> settings);

        assertThat(((VideoOutput.Encoded) made.plan().video().getFirst()).encoder())
                .isEqualTo("h264_nvenc");
        assertThat(made.plan().decisions())
                .contains(
                        new Decision(
                                "encoder H264", "h264_nvenc", "it encoded some frames in a trial"));
        assertThat(Lab.probe(made.files("h264").getFirst(), "packet=size")).hasSize(25);
        assertThat(Lab.colour(made.files("h264").getFirst(), 3, 0, 0, 192, 108)).hasSize(3);
    }

    @Test
    void whatWasTriedIsAmongTheDecisionsAndSoftwareDoesTheWork() throws Exception {
        assumeFalse(hasHardware(), "this machine has hardware");
        var lab = new Lab(folder);
        var source =
                lab.picture("film.mkv", "testsrc2=size=192x108:rate=25:duration=1", "-c:v", "ffv1");
        var made =
                lab.make(
                        new FfmpegBackend(Lab.bundled(), Hardware.AUTO),
                        source,
                        settings -> settings);

        assertThat(made.plan().decisions())
                .extracting(Decision::choice)
                .contains("h264_nvenc not used", "h264_vaapi not used");
        assertThat(((VideoOutput.Encoded) made.plan().video().getFirst()).encoder())
                .isEqualTo("libopenh264");
        assertThatThrownBy(() ->
                        lab.make(
                                new FfmpegBackend(Lab.bundled(), Hardware.QSV),
                                source,
                                settings -> settings))
                .isInstanceOf(ProgramException.class)
                .hasMessageStartingWith("hardware of the kind qsv was asked for, and h264_qsv of ")
                .hasMessageContaining(Lab.bundled().path() + " (ffmpeg ")
                .hasMessageContaining(" cannot be used: a trial failed: ")
                .hasMessageNotContaining("another program");
    }

    private static boolean hasHardware() {
        return Files.exists(Path.of("/dev/dri")) || Files.exists(Path.of("/dev/nvidia0"));
    }

    @Test
    void atTheFirstQuestionOnlyIsATrialMade() throws Exception {
        var backend =
                new FfmpegBackend(FakeFfmpeg.with(folder, "h264_nvenc", OF_NVENC), Hardware.NVENC);
        int before = FakeFfmpeg.commands(folder).size();

        assertThat(backend.encoder(VideoCodec.H264)).isEqualTo(backend.encoder(VideoCodec.H264));
        assertThat(FakeFfmpeg.commands(folder)).hasSize(before + 1);
    }

    @Test
    void hardwareThatIsNamedIsTakenOrNothingIs() throws Exception {
        assumeFalse(hasHardware(), "this machine has hardware");
        var backend = new FfmpegBackend(Lab.bundled(), Hardware.NVENC);

        assertThat(backend.encoder(VideoCodec.H264)).isEmpty();
        assertThat(backend.findings()).hasSize(1);
    }

    @Test
    void withoutHardwareNothingIsTried() throws Exception {
        var backend = new FfmpegBackend(FakeFfmpeg.with(folder, "h264_nvenc", OF_NVENC));
        int before = FakeFfmpeg.commands(folder).size();

        assertThat(backend.encoder(VideoCodec.H264)).contains("libopenh264");
        assertThat(FakeFfmpeg.commands(folder)).hasSize(before);
        assertThat(backend.findings()).isEmpty();
    }
}
