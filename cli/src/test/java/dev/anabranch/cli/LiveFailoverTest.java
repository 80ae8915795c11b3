package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.packager.check.Breach;
import dev.anabranch.testkit.Command;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Row 18 of live-servers.md from RTMP to HLS: what a viewer is given while the publisher is away.
@Timeout(240)
class LiveFailoverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path FILM = Path.of("src/test/resources/media/bunny-270p.mp4");
    private static final Pattern TIME = Pattern.compile("#EXT-X-PROGRAM-DATE-TIME:(\\S+)");

    @TempDir private Path temp;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void findAnEncoder() {
        assumeTrue(Command.find("ffmpeg").isPresent(), "ffmpeg is missing: install it");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void theBackupThenTheSlateThenThePublisherAgain() throws Exception {
        var config = temp.resolve("anabranch.yaml");
        Files.writeString(
                config,
                """
                streams:
                  show:
                    failover: backup
                    slate: %s
                    reconnect_window: 1s
                    segment: 1s
                    window: 10m
                  backup:
                """
                        .formatted(FILM.toAbsolutePath()));
        try (var live = TestLive.start(config)) {
            var primary = live.publish("show", 320, 240, 25);
            // A backup that is there before the first frame of what it is for is shown, too.
            live.awaitPlayable("show");
            var backup = live.publish("backup", 480, 270, 25);
            live.awaitPlayable("backup");
            try (var check = live.check("show")) {
                int before = parts(awaitPlaylist(live, text -> segments(text) >= 2)).size();
                assertThat(before).isEqualTo(1);
                primary.close();
                awaitReason(live, "live/backup stands in");
                awaitPlaylist(
                        live,
                        text -> parts(text).size() >= before + 1 && segments(last(text)) >= 2);
                backup.close();
                awaitReason(live, "slate stands in");
                // Longer than the reconnect window.
                awaitPlaylist(
                        live,
                        text -> parts(text).size() >= before + 2 && segments(last(text)) >= 3);

                try (var _ = live.publish("show", 320, 240, 25)) {
                    var text =
                            awaitPlaylist(
                                    live,
                                    later ->
                                            parts(later).size() >= before + 3
                                                    && segments(last(later)) >= 2);
                    assertThat(text).doesNotContain("ENDLIST");
                    assertThat(times(text)).isSorted().doesNotHaveDuplicates();
                    assertThat(parts(text))
                            .allSatisfy(
                                    part -> assertThat(part).contains("#EXT-X-MAP:URI=\"init-"));
                    assertThat(reasons(live)).doesNotContain("stands in");
                }
                assertThat(check.report().breaches())
                        .filteredOn(breach -> breach.severity() == Breach.Severity.MUST)
                        // Nothing comes between a source that is gone and the one after it.
                        .filteredOn(breach -> !breach.rule().equals("O4"))
                        .isEmpty();
            }
        }
    }

    /// What is between two discontinuities.
    private static List<String> parts(String playlist) {
        return List.of(playlist.split("#EXT-X-DISCONTINUITY\n"));
    }

    private static String last(String playlist) {
        return parts(playlist).getLast();
    }

    private static long segments(String playlist) {
        return playlist.lines().filter(line -> line.startsWith("#EXTINF")).count();
    }

    private static List<Instant> times(String playlist) {
        return TIME.matcher(playlist)
                .results()
                .map(found -> Instant.parse(found.group(1)))
                .toList();
    }

    private String reasons(TestLive live) throws Exception {
        var report = get(live.uri().resolve("live/show/report.json")).body();
        var reasons = JsonMapper.shared().readTree(report).path("reasons");
        return reasons.isEmpty() ? "" : reasons.get(0).path("fault").asString();
    }

    private void awaitReason(TestLive live, String beginning) throws Exception {
        TestLive.await(beginning, PATIENCE, () -> reasons(live).startsWith(beginning));
    }

    private String awaitPlaylist(TestLive live, Predicate<String> isThere) throws Exception {
        var address = live.uri().resolve("live/show/video-1/index.m3u8");
        var last = new String[] {""};
        TestLive.await(
                "the playlist",
                PATIENCE,
                () -> {
                    var answer = get(address);
                    last[0] = answer.body();
                    return answer.statusCode() == 200 && isThere.test(answer.body());
                });
        return last[0];
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
