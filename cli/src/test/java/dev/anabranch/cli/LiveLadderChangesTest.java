package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a ladder does, with a real ffmpeg, when its source becomes another one.
@Timeout(240)
class LiveLadderChangesTest {

    private static final Path FILM = Path.of("src/test/resources/media/bunny-270p.mp4");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private Path temp;

    private final HttpClient client = HttpClient.newHttpClient();
    private TestLive live;

    private void serve(String streams) throws Exception {
        var config = temp.resolve("anabranch.yaml");
        Files.writeString(
                config,
                "publish: local\nlive:\n  ladder: 320x180@300k,160x90@100k\n  window: 10m\n"
                        + streams);
        live = TestLive.start(config);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        live.close();
        assertThat(LadderStream.encoders()).isEmpty();
    }

    @Test
    void aBackupThatTakesOverHasTheSameRungs() throws Exception {
        serve(
                "streams:\n  show:\n    failover: backup\n    reconnect_window: 1s\n  backup:\n    ladder: none\n");
        var primary = live.publish("show", 640, 360, 25);
        try (var stream = new LadderStream(live, "show");
                var _ = live.publish("backup", 480, 270, 25)) {
            awaitSegments(stream, "video-3", 2);
            live.awaitPlayable("backup");
            long before = breaks(stream);

            primary.close();

            TestLive.await("the backup", PATIENCE, () -> breaks(stream) == before + 1);
            awaitWhole(stream, 2, newest(stream));
            assertThat(hasAll(stream)).isTrue();
            assertThat(stream.text("index.m3u8"))
                    .contains("RESOLUTION=480x270", "RESOLUTION=320x180", "RESOLUTION=160x90");
            assertThat(LadderStream.encoders()).hasSize(1);
        }
    }

    @Test
    void aSourceThatBecomesSmallerLeavesARungOutAndGetsItBack() throws Exception {
        serve("streams:\n  show:\n    reconnect_window: 20s\n");
        try (var stream = new LadderStream(live, "show")) {
            try (var _ = live.publish("show", 640, 360, 25)) {
                awaitSegments(stream, "video-3", 2);
            }
            long first = newest(stream);
            try (var _ = live.publish("show", 240, 136, 25)) {
                TestLive.await(
                        "one rung less",
                        PATIENCE,
                        () -> stream.variants().equals(List.of("video-1", "video-3")));
                TestLive.await("the rung", PATIENCE, () -> isWhole(stream, "video-3", first + 2));
                assertThat(stream.text("index.m3u8")).contains("RESOLUTION=240x136");
            }
            long second = newest(stream);
            try (var _ = live.publish("show", 640, 360, 25)) {
                TestLive.await("all of them again", PATIENCE, () -> hasAll(stream));
                awaitWhole(stream, 2, second + 2);
            }
        }
    }

    @Test
    void aSourceTooSmallForAnyRungHasNoneAndALargerOneAllAgain() throws Exception {
        serve("streams:\n  show:\n    reconnect_window: 20s\n");
        try (var stream = new LadderStream(live, "show")) {
            sendTooSmall(stream, 0);
            sendLarge(stream, newest(stream) + 2);
            sendTooSmall(stream, newest(stream) + 2);
            sendLarge(stream, newest(stream) + 2);
        }
    }

    private void sendTooSmall(LadderStream stream, long from) throws Exception {
        try (var _ = live.publish("show", 160, 90, 25)) {
            TestLive.await(
                    "the source alone",
                    PATIENCE,
                    () -> newest(stream) > from && stream.variants().equals(List.of("video-1")));
            assertThat(LadderStream.encoders()).isEmpty();
        }
    }

    private void sendLarge(LadderStream stream, long from) throws Exception {
        try (var _ = live.publish("show", 640, 360, 25)) {
            TestLive.await("its rungs", PATIENCE, () -> hasAll(stream));
            awaitWhole(stream, 2, from);
        }
    }

    /// ffmpeg says it in Enhanced RTMP, which not every one can.
    @Test
    void soundThatBecomesOpusIsThereInAacAsWell() throws Exception {
        serve("streams:\n  show:\n    reconnect_window: 20s\n");
        var opus = new TestClips(live.ffmpeg(), temp).of("h264", "opus");
        try (var stream = new LadderStream(live, "show")) {
            try (var _ = live.loop("show", FILM)) {
                awaitSegments(stream, "video-3", 2);
            }
            try (var _ = live.loop("show", opus)) {
                TestLive.await(
                        "AAC beside Opus",
                        PATIENCE,
                        () -> stream.text("index.m3u8").contains("GROUP-ID=\"audio-mp4a\""));
                TestLive.await(
                        "AAC in the transport stream",
                        PATIENCE,
                        () -> breaks(stream) > 0 && isAacInTransport(stream));
                assertThat(stream.complete("audio-2")).isNotEmpty();
            }
        }
    }

    /// What ffprobe says of the newest segment of the transport stream.
    private boolean isAacInTransport(LadderStream stream) throws Exception {
        var lines = stream.text("ts-1/index.m3u8").lines().toList();
        int at = lines.size() - 1;
        while (at > 0 && !lines.get(at).endsWith(".ts")) {
            at--;
        }
        int before = lines.subList(0, at).lastIndexOf("#EXT-X-GAP");
        if (before > at - 4) {
            return false;
        }
        var file = temp.resolve("segment.ts");
        var address = live.uri().resolve("live/show/ts-1/" + lines.get(at));
        client.send(
                HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofFile(file));
        var sound =
                Probe.of(file.toString()).streams().stream()
                        .filter(one -> one.kind().equals("audio"))
                        .toList();
        return sound.size() == 1
                && sound.getFirst().codec().equals("aac")
                && sound.getFirst().packets().size() > 10;
    }

    private static long breaks(LadderStream stream) throws Exception {
        return stream.text("video-1/index.m3u8")
                .lines()
                .filter("#EXT-X-DISCONTINUITY"::equals)
                .count();
    }

    /// The rungs in any order: on a busy machine the smaller one may join before the larger one.
    private static boolean hasAll(LadderStream stream) throws Exception {
        var variants = stream.variants();
        return variants.size() == 3
                && variants.containsAll(List.of("video-1", "video-2", "video-3"));
    }

    private static void awaitWhole(LadderStream stream, int rungs, long from) throws Exception {
        for (int i = 0; i < rungs; i++) {
            var rung = "video-" + (i + 2);
            TestLive.await(rung + " is whole", PATIENCE, () -> isWhole(stream, rung, from));
        }
    }

    /// The number of the newest segment of the source; 0 before there is one.
    private static long newest(LadderStream stream) throws Exception {
        return stream.complete("video-1").stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /// Whether the newest segment of a rung is one of those `from` here on, and has the pictures of
    /// the source.
    private static boolean isWhole(LadderStream stream, String rung, long from) throws Exception {
        var complete = stream.complete(rung);
        if (complete.isEmpty() || complete.getLast() < from) {
            return false;
        }
        long msn = complete.getLast();
        var source = stream.pictures("video-1", msn);
        var there = stream.pictures(rung, msn);
        return !source.isEmpty()
                && there.stream()
                        .map(LadderStream.Picture::ptsTicks)
                        .toList()
                        .equals(source.stream().map(LadderStream.Picture::ptsTicks).toList());
    }

    private static void awaitSegments(LadderStream stream, String rendition, int count)
            throws Exception {
        TestLive.await(
                count + " segments of " + rendition,
                PATIENCE,
                () -> stream.complete(rendition).size() >= count);
    }
}
