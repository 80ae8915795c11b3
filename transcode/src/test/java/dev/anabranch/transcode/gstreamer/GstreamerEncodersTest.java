package dev.anabranch.transcode.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.transcode.KeyframeGrid.EveryFrames;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What encoders are told, read back from what they made.
@Timeout(120)
class GstreamerEncodersTest extends GstreamerTest {

    private static Clip clip;

    /// Four scenes, cut where no keyframe belongs.
    @BeforeAll
    static void scenes() throws Exception {
        clip =
                Clip.of(
                        folder.resolve("scenes.mp4"),
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=320x180:r=25:d=0.68[a];mandelbrot=s=320x180:r=25,trim=duration=0.72[b];"
                                + "smptebars=s=320x180:r=25:d=0.6[c];testsrc=s=320x180:r=25:d=1[d];"
                                + "[a][b][c][d]concat=n=4",
                        "-pix_fmt",
                        "yuv420p",
                        "-c:v",
                        "libx264");
    }

    @ParameterizedTest
    @CsvSource({
        "H264,x264enc,h264,FAST",
        "H264,x264enc,h264,QUALITY",
        "H264,openh264enc,h264,FAST",
        "HEVC,x265enc,hevc,FAST",
        "AV1,av1enc,av1,FAST",
        "AV1,av1enc,av1,BALANCED",
        "AV1,av1enc,av1,QUALITY"
    })
    void keyframesAreOnTheGridAndNoChangeOfSceneMakesOne(
            VideoCodec codec, String encoder, String name, Preset preset) throws Exception {
        assumeTrue(backend.program().hasElement(encoder), "skipped: no " + encoder);
        var plain = picture(1, codec, encoder, 160, 90, 1);
        var output =
                new VideoOutput.Encoded(
                        1,
                        codec,
                        encoder,
                        160,
                        90,
                        1,
                        plain.rate(),
                        preset,
                        Optional.empty(),
                        OptionalInt.empty(),
                        8,
                        SourceVideo.Range.SDR);

        var sink = made(clip.plan(new EveryFrames(25)).video(output).build());

        assertThat(sink.track(1).seconds()).isEqualTo(seconds(clip, 1));
        assertThat(sink.track(1).keyframes()).containsExactly(0, 25, 50);
        assertDecodes(sink, 1, name, 160, 90);
    }

    @Test
    void x264GetsQualityBufferProfileLevelAndThreads() throws Exception {
        var rate = new RateControl(OptionalInt.of(27), 500_000, 900_000, 1_800_000);

        var settings = settings(rate);

        assertThat(settings)
                .contains("rc=crf", "crf=27.0", "vbv_maxrate=900", "vbv_bufsize=1800")
                .contains("keyint=25 ", "open_gop=0", "scenecut=0", "threads=2 ");
    }

    @Test
    void x264KeepsTheMeanWithinTheBuffer() throws Exception {
        var rate = new RateControl(OptionalInt.empty(), 500_000, 900_000, 1_000_000);

        var settings = settings(rate);

        assertThat(settings).contains("rc=cbr", "bitrate=500", "vbv_bufsize=1000");
    }

    /// As x264 writes them into its first frame.
    private static String settings(RateControl rate) throws Exception {
        var output =
                new VideoOutput.Encoded(
                        1,
                        VideoCodec.H264,
                        "x264enc",
                        160,
                        90,
                        1,
                        rate,
                        Preset.FAST,
                        Optional.of("main"),
                        OptionalInt.of(31),
                        8,
                        SourceVideo.Range.SDR);
        var sink = made(clip.plan(new EveryFrames(25)).video(output).build());
        var file = sink.track(1).written(folder.resolve("settings.mp4"));
        assertThat(file.probe("v:0", "stream=profile,level"))
                .containsExactlyInAnyOrder("profile=Main", "level=31");
        var first = sink.track(1).frames.getFirst().payload().bytes();
        var text = new String(first.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf("x264 - core"));
    }

    @Test
    void tenBitsOfHevcAreTenBits() throws Exception {
        assumeTrue(backend.program().hasElement("x265enc"), "skipped: no x265enc");
        var plain = picture(1, VideoCodec.HEVC, "x265enc", 160, 90, 1);
        var output =
                new VideoOutput.Encoded(
                        1,
                        VideoCodec.HEVC,
                        "x265enc",
                        160,
                        90,
                        1,
                        plain.rate(),
                        Preset.FAST,
                        Optional.of("main-10"),
                        OptionalInt.empty(),
                        10,
                        SourceVideo.Range.SDR);

        var sink = made(clip.plan(new EveryFrames(25)).video(output).build());

        var file = sink.track(1).written(folder.resolve("ten.mp4"));
        assertThat(file.probe("v:0", "stream=pix_fmt")).containsExactly("pix_fmt=yuv420p10le");
    }
}
