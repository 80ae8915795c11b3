package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.client.HttpTransport;
import dev.anabranch.packager.check.Breach;
import dev.anabranch.transcode.ffmpeg.Protocols;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The test picture, published over RTMP, as others read it: ffmpeg, the checker, and the player
/// without a screen.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class LiveReadersTest {

    private static final String FILM = "src/test/resources/media/bunny-270p.mp4";

    private TestLive live;
    private TestLive.Publishing publishing;

    @BeforeAll
    void publish() throws Exception {
        live = TestLive.start();
        publishing = live.publish("test", 640, 360, 30);
        live.awaitSegments("test");
    }

    @AfterAll
    void stop() throws Exception {
        publishing.close();
        live.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "index.m3u8", "ts.m3u8"})
    void ffmpegReadsTheClockThatWasDrawn(String how) throws Exception {
        var address =
                how.equals("rtmp")
                        ? live.rtmp("test")
                        : live.uri().resolve("live/test/" + how).toString();
        readsTheClock(how, address);
    }

    /// The manifest of a stream without parts. Where segments can be had early the timeline ends in
    /// `S@r="-1"`, of which ffmpeg (5.1 to 8.0, `calc_max_seg_no` of dashdec.c) takes a live Period
    /// to have no segment at all and reads one over and over.
    @Test
    void ffmpegReadsTheManifestOfAStreamWithoutParts(@TempDir Path folder) throws Exception {
        var config = folder.resolve("anabranch.yaml");
        Files.writeString(config, "streams:\n  calm:\n    latency_mode: reduced\n");
        try (var server = TestLive.start(config);
                var sending = server.publish("calm", 320, 180, 30)) {
            assertThat(sending.said()).isNotNull();
            server.awaitSegments("calm");
            readsTheClock("mpd", server.uri().resolve("live/calm/manifest.mpd").toString());
        }
    }

    private void readsTheClock(String how, String address) throws Exception {
        var protocols = how.equals("rtmp") ? Protocols.LIVE : Protocols.WEB;
        var arguments =
                List.of(
                        "-i",
                        address,
                        "-an",
                        "-frames:v",
                        "60",
                        "-vf",
                        ClockPattern.READ_FILTER,
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "rawvideo",
                        "pipe:1");
        var pictures = new ByteArrayOutputStream();
        try (var ffmpeg = live.ffmpeg().start(protocols, arguments, Duration.ofSeconds(60))) {
            ffmpeg.output().transferTo(pictures);
            ffmpeg.await();
        }

        int size = ClockPattern.READ_WIDTH * ClockPattern.READ_HEIGHT;
        var bytes = pictures.toByteArray();
        assertThat(bytes.length / size).isEqualTo(60);
        long before = 0;
        int different = 0;
        for (int i = 0; i < 60; i++) {
            long clock =
                    ClockPattern.read(Arrays.copyOfRange(bytes, i * size, (i + 1) * size))
                            .orElseThrow();
            // A painter that was kept waiting draws what it owes within one millisecond.
            assertThat(clock).isGreaterThanOrEqualTo(before);
            different += clock > before ? 1 : 0;
            before = clock;
        }
        assertThat(different).isGreaterThan(50);
    }

    @Test
    void theCheckerFindsNothing() throws Exception {
        try (var check = live.check("test")) {
            check.await(Duration.ofSeconds(8));
            var report = check.report();

            assertThat(report.manifests()).isGreaterThan(30);
            assertThat(report.segments()).isGreaterThan(30);
            assertThat(report.breaches())
                    .filteredOn(breach -> breach.severity() == Breach.Severity.MUST)
                    // A time, which a busy machine cannot keep.
                    .filteredOn(breach -> !breach.rule().equals("O4"))
                    .isEmpty();
        }
    }

    /// Its timeline ends in an open run: what is whole by now is read, and what comes while it is
    /// followed.
    @ParameterizedTest
    @ValueSource(strings = {"", "6s"})
    void theManifestIsCheckedWithWhatIsThereOfItsSegments(String duration) throws Exception {
        var address = live.uri().resolve("live/test/manifest.mpd").toString();
        var run =
                duration.isEmpty()
                        ? Run.of("validate", address, "--json")
                        : Run.of("validate", address, "--json", "--duration", duration);

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .contains("\"must\":0")
                .doesNotContain("\"segments\":0,", "\"bytes\":0,");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePlayerWithoutAScreenReadsTheClock(boolean isLowLatency) throws Exception {
        try (var transport = new HttpTransport(SystemClock.MACHINE, HttpClient.Version.HTTP_1_1)) {
            var player =
                    new HeadlessPlayer(
                            transport,
                            SystemClock.MACHINE,
                            Optional.of(live.ffmpeg()),
                            isLowLatency);

            var report =
                    player.play(live.uri().resolve("live/test/index.m3u8"), Duration.ofSeconds(6));

            System.out.println(report.toText());
            assertThat(report.errors()).isEmpty();
            assertThat(report.playlists()).hasSize(2);
            assertThat(report.pictures()).isGreaterThan(60);
            assertThat(report.unreadable()).isZero();
            assertThat(report.latency().count()).isPositive();
            assertThat(report.latency().p50()).isGreaterThan(isLowLatency ? 500.0 : 3000.0);
        }
    }

    @Test
    void aMovieIsSentAsItIsInRealTime() throws Exception {
        var run = Run.of("push", FILM, "--to", live.rtmp("movie"), "--duration", "4s", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"state\":\"broadcasting\"");
        var playlist =
                Run.of("inspect", live.uri().resolve("live/movie/video-1/index.m3u8"), "--json");
        // Four seconds with a keyframe every two: the second segment ends when the publisher is
        // known to have left, which may be before or after the playlist is read.
        assertThat(playlist.out())
                .contains("\"kind\":\"hls-media\"", "\"longestSegmentSeconds\":2.0")
                .containsPattern("\"segments\":[12],");
    }

    @Test
    void aStreamGoesOnToSeveralServers() throws Exception {
        var run =
                Run.of(
                        "restream",
                        live.rtmp("test"),
                        live.rtmp("copy-1"),
                        live.rtmp("copy-2"),
                        "--duration",
                        "5s",
                        "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var last = run.out().lines().toList().reversed().subList(0, 2);
        assertThat(last)
                .allSatisfy(line ->
                        assertThat(line).contains("\"connections\":1", "\"lastError\":\"\""));
    }

    @Test
    void aServerThatIsNotThereIsSaidToBe() {
        var run = Run.of("push", Path.of(FILM), "--to", "rtmp://127.0.0.1:1/live/x");

        assertThat(run.exitCode()).isEqualTo(ExitCode.SERVER_NOT_REACHABLE.status());
        assertThat(run.err()).contains("rtmp://127.0.0.1:1/live");
    }

    @Test
    void whatIsNoLiveStreamIsNotFollowed() {
        var run =
                Run.of(
                        "validate",
                        live.uri().resolve("live/nobody/index.m3u8"),
                        "--profile",
                        "ll-hls",
                        "--duration",
                        "1s");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.status());
    }
}
