package dev.anabranch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.kernel.KernelObserver;
import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.kernel.gate.OpenGate;
import dev.anabranch.live.LadderSettings;
import dev.anabranch.protocol.rtmp.Address;
import dev.anabranch.protocol.rtmp.EventLoops;
import dev.anabranch.protocol.rtmp.Limits;
import dev.anabranch.protocol.rtmp.Listener;
import dev.anabranch.protocol.rtmp.ListenerConfig;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.Protocols;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the live examples send, as ffmpeg reads it from a server of ours.
class LiveExamplesTest {

    private static final Path MEDIA = Path.of("../cli/src/test/resources/media");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static FfmpegProgram ffmpeg;

    @BeforeAll
    static void findFfmpeg() throws Exception {
        ffmpeg =
                FfmpegProgram.findForEncoding(
                        FfmpegSearch.usual(Optional.empty(), System.getenv()));
    }

    @Test
    void sendsEachFrameOfATranscodedFilmToAnRtmpServer(@TempDir Path folder) throws Exception {
        var film = folder.resolve("film.mp4");
        read("-i", MEDIA.resolve("bunny-270p.mp4").toString(), "-t", "5", "-c", "copy", film);
        int pictures = ofTrack(0, frames(Protocols.FILE, film.toString())).size();
        var isLive = new CountDownLatch(1);
        var clocks = new Clocks(InstantSource.system(), System::nanoTime);
        try (var loops = new EventLoops(1);
                var kernel = kernel(isLive, clocks);
                var server =
                        new Listener(onAFreePort(), kernel, loops, clocks, new SecureRandom())) {
            server.start();
            var address = "rtmp://127.0.0.1:%d/live/film".formatted(server.port());
            var received =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            assertThat(isLive.await(90, TimeUnit.SECONDS)).isTrue();
                            return frames(Protocols.LIVE, address);
                        } catch (Exception failed) {
                            throw new AssertionError(failed);
                        }
                    });

            TranscodeToRtmp.send(film, Ladder.parse("180p"), Address.parse(address));

            assertThat(pictures).isGreaterThan(100);
            assertThat(received.get(90, TimeUnit.SECONDS))
                    .contains("#codec_id 0: h264", "#dimensions 0: 320x180", "#codec_id 1: aac")
                    .satisfies(lines -> assertThat(ofTrack(0, lines)).hasSize(pictures))
                    .satisfies(lines -> assertThat(ofTrack(1, lines)).hasSizeGreaterThan(210));
        }
    }

    private static ListenerConfig onAFreePort() {
        return new ListenerConfig(
                Optional.of(new InetSocketAddress("127.0.0.1", 0)),
                Optional.empty(),
                Limits.DEFAULT);
    }

    private static Kernel kernel(CountDownLatch isLive, Clocks clocks) {
        var observer =
                new KernelObserver() {
                    @Override
                    public void stateChanged(LiveStream stream, StreamState state) {
                        if (state == StreamState.ACTIVE) {
                            isLive.countDown();
                        }
                    }
                };
        var brief = KernelConfig.DEFAULT.defaults().withReconnectWindow(Duration.ZERO);
        return new Kernel(
                new KernelConfig(brief, false, 1, 256 << 20), new OpenGate(), observer, clocks);
    }

    @Test
    void showsTheCameraInSeveralQualities() throws Exception {
        var picture =
                List.of(
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=640x360:rate=25",
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=sample_rate=48000");
        var ladder = LadderSettings.NONE.withLadder("180p");
        try (var streaming = new CameraToBrowser(picture, ladder, 0);
                var client = HttpClient.newHttpClient()) {
            var site = streaming.page().resolve("camera/");

            var variants = awaitText(client, site.resolve("index.m3u8"), "RESOLUTION=320x180");
            var page = text(client, streaming.page());

            assertThat(variants).contains("RESOLUTION=640x360");
            assertThat(page).contains("<html").contains("camera");
            assertThat(ofTrack(0, frames(Protocols.WEB, site.resolve("index.m3u8").toString())))
                    .hasSizeGreaterThan(40);
        }
    }

    /// Asks again until `wanted` is there.
    private static String awaitText(HttpClient client, URI address, String wanted)
            throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var pause = new CountDownLatch(1);
        while (true) {
            var text = text(client, address);
            if (text.contains(wanted)) {
                return text;
            }
            assertThat(System.nanoTime()).as(text).isLessThan(deadline);
            assertThat(pause.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static String text(HttpClient client, URI address) throws Exception {
        var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /// What ffmpeg receives in at most six seconds of media: what the tracks are, and a line a
    /// packet.
    private static List<String> frames(Protocols protocols, String address) throws Exception {
        var arguments =
                List.of(
                        "-i",
                        address,
                        "-map",
                        "0:v:0",
                        "-map",
                        "0:a:0",
                        "-c",
                        "copy",
                        "-t",
                        "6",
                        "-f",
                        "framecrc",
                        "pipe:1");
        try (var process = ffmpeg.start(protocols, arguments, PATIENCE)) {
            process.input().close();
            var text = new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
            process.await();
            return text.lines().toList();
        }
    }

    private static List<String> ofTrack(int track, List<? extends String> lines) {
        return lines.stream()
                .<String>map(line -> line)
                .filter(line -> line.startsWith(track + ","))
                .toList();
    }

    private static void read(Object... arguments) throws Exception {
        var words = List.of(arguments).stream().map(Object::toString).toList();
        try (var process = ffmpeg.start(Protocols.FILE, words, PATIENCE)) {
            process.input().close();
            process.await();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
