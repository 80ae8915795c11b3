package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.check.Breach;
import dev.anabranch.transcode.ffmpeg.Protocols;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every codec that RTMP brings, published by `push` and by ffmpeg, packaged, and decoded by
/// ffmpeg, with the checker beside it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class LiveCodecsTest {

    private static final int FRAMES = 50;

    private final List<AutoCloseable> publishing = new ArrayList<>();
    private TestLive live;

    /// What is published, in the words of ffmpeg, and as playlists have it.
    private enum Stream {
        H264_AAC("h264", "aac", "avc1.", "mp4a.40.2", true),
        H264_MP3("h264", "mp3", "avc1.", "mp4a.40.34", true),
        H264_AC3("h264", "ac3", "avc1.", "ac-3", true),
        H264_EAC3("h264", "eac3", "avc1.", "ec-3", true),
        H264_OPUS("h264", "opus", "avc1.", "Opus", false),
        H264_FLAC("h264", "flac", "avc1.", "fLaC", false),
        HEVC_AAC("hevc", "aac", "hvc1.1.6.", "mp4a.40.2", true),
        AV1_OPUS("av1", "opus", "av01.0.", "Opus", false),
        VP9_OPUS("vp9", "opus", "vp09.00.", "Opus", false);

        private final String video;
        private final String audio;
        private final String videoString;
        private final String audioString;
        private final boolean hasTransportStream;

        Stream(
                String video,
                String audio,
                String videoString,
                String audioString,
                boolean hasTransportStream) {
            this.video = video;
            this.audio = audio;
            this.videoString = videoString;
            this.audioString = audioString;
            this.hasTransportStream = hasTransportStream;
        }
    }

    /// Who publishes.
    private enum Encoder {
        PUSH,
        FFMPEG
    }

    @BeforeAll
    void publish(@TempDir Path folder) throws Exception {
        live = TestLive.start();
        var clips = new TestClips(live.ffmpeg(), folder);
        for (var stream : Stream.values()) {
            var clip = clips.of(stream.video, stream.audio);
            publishing.add(live.loop(name(Encoder.PUSH, stream), clip));
            publishing.add(live.loopByFfmpeg(name(Encoder.FFMPEG, stream), clip));
        }
    }

    @AfterAll
    void stop() throws Exception {
        for (var one : publishing) {
            one.close();
        }
        live.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatPushSendsIsDecoded(Stream stream) throws Exception {
        isDecoded(name(Encoder.PUSH, stream), stream);
    }

    @ParameterizedTest
    @EnumSource
    void whatFfmpegSendsIsDecoded(Stream stream) throws Exception {
        isDecoded(name(Encoder.FFMPEG, stream), stream);
    }

    private void isDecoded(String name, Stream stream) throws Exception {
        live.awaitSegments(name);
        try (var check = live.check(name)) {
            assertThat(live.text(name, "index.m3u8"))
                    .contains(stream.videoString, stream.audioString);
            decodes(name, "index.m3u8");
            decodes(name, "manifest.mpd");
            if (stream.hasTransportStream) {
                decodes(name, "ts.m3u8");
            } else {
                assertThat(live.get(name, "ts.m3u8").status()).isEqualTo(404);
            }
            assertThat(check.report().segments()).isPositive();
            assertThat(check.report().breaches())
                    .filteredOn(breach -> breach.severity() == Breach.Severity.MUST)
                    .isEmpty();
        }
    }

    private static String name(Encoder encoder, Stream stream) {
        return (encoder + "-" + stream).toLowerCase(java.util.Locale.ROOT);
    }

    /// Two seconds of pictures, the sound beside them, and not a word of complaint.
    private void decodes(String name, String manifest) throws Exception {
        var address = live.uri().resolve("live/" + name + "/" + manifest).toString();
        var arguments =
                List.of(
                        "-xerror",
                        "-err_detect",
                        "explode",
                        "-i",
                        address,
                        "-map",
                        "0:v:0",
                        "-map",
                        "0:a:0",
                        "-frames:v",
                        Integer.toString(FRAMES),
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "framecrc",
                        "pipe:1");
        try (var process = live.ffmpeg().start(Protocols.WEB, arguments, Duration.ofSeconds(60))) {
            process.input().close();
            var said = new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
            process.await();
            assertThat(process.errorTail()).as(manifest).isEmpty();
            assertThat(said.lines().filter(line -> line.startsWith("0,")))
                    .as(manifest)
                    .hasSize(FRAMES);
            assertThat(said.lines().filter(line -> line.startsWith("1,")))
                    .as(manifest)
                    .hasSizeGreaterThan(10);
        }
    }
}
