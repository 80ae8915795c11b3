package dev.anabranch.live;

import static dev.anabranch.live.Studio.SHOW;
import static dev.anabranch.live.Studio.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.Failover;
import dev.anabranch.kernel.Health;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.packager.live.Delta;
import dev.anabranch.packager.live.LiveListener;
import dev.anabranch.packager.live.LivePart;
import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.LiveRendition;
import dev.anabranch.packager.live.LiveSegment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A stream's life, on a clock of its own.
@Timeout(120)
class BroadcastTest {

    private static final Duration WINDOW = BroadcastSettings.DEFAULT.reconnectWindow();
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final BroadcastSettings RECORDED = BroadcastSettings.DEFAULT.withRecording(true);

    @TempDir private Path temp;

    private Studio studio;

    @BeforeEach
    void open() {
        studio = new Studio(Optional.of(temp.resolve("recordings")));
    }

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void aStreamIsOnAirWithItsFirstFrames() throws Exception {
        var begin = studio.now();
        studio.encoder().send(7);

        var shown = playable();

        assertThat(shown.renditions())
                .extracting(rendition -> rendition.name())
                .contains("video-1", "audio-1");
        assertThat(studio.show().since().orElseThrow()).isBetween(begin, studio.now());
        assertThat(studio.show().stream().state()).isEqualTo(StreamState.ACTIVE);
        assertThat(studio.show().segmentDelay()).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aLostPublisherMayComeBackAndTheSamePlaylistGoesOn() throws Exception {
        studio.encoder().send(7).close();
        var shown = playable();
        studio.pass(WINDOW.minus(SECOND));
        assertThat(shown.hasEnded()).isFalse();

        studio.encoder().send(7);

        await("a discontinuity", () -> playlist(shown).contains("#EXT-X-DISCONTINUITY\n"));
        assertThat(studio.show().presentation()).containsSame(shown);
        assertThat(playlist(shown)).doesNotContain("#EXT-X-ENDLIST");
    }

    @Test
    void whenNobodyComesBackThePlaylistEndsAndIsForgottenLater() throws Exception {
        studio.broadcasts.declare(SHOW, StreamPlan.of(BroadcastSettings.DEFAULT));
        studio.encoder().send(7).close();
        var shown = playable();

        studio.pass(WINDOW.plus(SECOND));

        await("the end", () -> playlist(shown).endsWith("#EXT-X-ENDLIST\n"));
        assertThat(shown.hasEnded()).isTrue();
        assertThat(studio.show().stream().state()).isEqualTo(StreamState.IDLE);
        studio.pass(Broadcast.RETENTION.minus(SECOND));
        assertThat(studio.show().presentation()).containsSame(shown);
        studio.pass(SECOND.plus(SECOND));
        assertThat(studio.show().presentation()).isEmpty();
    }

    @Test
    void afterTheEndALaterPublisherBeginsAnew() throws Exception {
        studio.encoder().send(7);
        var first = playable();
        studio.show().stream().complete("completed");
        await("the end", first::hasEnded);

        studio.encoder().send(7);

        await("another one", () -> !studio.show().presentation().equals(Optional.of(first)));
        var second = playable();
        assertThat(second.hasEnded()).isFalse();
        assertThat(playlist(second)).doesNotContain("#EXT-X-DISCONTINUITY\n");
    }

    @Test
    void whatIsRecordedIsATitleWhenItHasEnded() throws Exception {
        studio.broadcasts.declare(SHOW, StreamPlan.of(RECORDED));
        studio.encoder().send(7);
        playable();
        assertThat(studio.show().recording()).isPresent();
        assertThat(recordings()).isEmpty();

        studio.show().stream().complete("completed");

        await("a title", () -> recordings().size() == 1);
        var folder = temp.resolve("recordings").resolve(recordings().getFirst());
        assertThat(Files.readString(folder.resolve("index.m3u8"))).contains("video-1/index.m3u8");
        assertThat(Files.readString(folder.resolve("video-1/index.m3u8")))
                .contains("#EXT-X-PLAYLIST-TYPE:VOD")
                .contains("#EXT-X-ENDLIST");
    }

    @Test
    void aStreamThereIsNoMemoryForEndsAndBeginsAnew() throws Exception {
        var encoder = studio.encoder().send(7);
        var first = playable();
        first.addListener(
                new LiveListener() {
                    @Override
                    public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
                        throw new OutOfMemoryError("made up");
                    }
                });

        encoder.send(1);

        await("the end", first::hasEnded);
        assertThat(playlist(first)).endsWith("#EXT-X-ENDLIST\n");
        assertThat(studio.show().health().level()).isEqualTo(Health.Level.WARNING);
        assertThat(studio.show().health().reasons())
                .anySatisfy(reason -> assertThat(reason).contains("made up"));
        encoder.send(9);
        await("another one", () -> !studio.show().presentation().equals(Optional.of(first)));
        assertThat(playable().hasEnded()).isFalse();
        encoder.send(1);
        assertThat(studio.show().health().reasons())
                .noneSatisfy(reason -> assertThat(reason).contains("made up"));
    }

    @Test
    void aServerThatClosesCompletesItsRecordings() throws Exception {
        studio.broadcasts.declare(SHOW, StreamPlan.of(RECORDED));
        studio.encoder().send(7);
        playable();

        studio.close();

        assertThat(recordings()).hasSize(1);
    }

    @Test
    void whatCannotBeRecordedIsOnAirAllTheSameAndSaysSo() throws Exception {
        Files.createDirectories(temp.resolve("recordings"));
        Files.writeString(temp.resolve("recordings").resolve("show"), "a file in the way");
        studio.broadcasts.declare(SHOW, StreamPlan.of(RECORDED));

        studio.encoder().send(7);

        playable();
        await("a warning", () -> !studio.show().health().reasons().isEmpty());
        assertThat(studio.show().health().level()).isNotEqualTo(Health.Level.GOOD);
        assertThat(studio.show().health().reasons())
                .anySatisfy(reason -> assertThat(reason).containsIgnoringCase("recorded"));
    }

    @Test
    void settingsThatChangeDoNotTouchWhatIsOnAir() throws Exception {
        studio.broadcasts.declare(SHOW, StreamPlan.of(BroadcastSettings.DEFAULT));
        var encoder = studio.encoder();
        var overs = new AtomicInteger();
        encoder.publication.onOver(why -> overs.incrementAndGet());
        encoder.send(7);
        var shown = playable();

        var others =
                new BroadcastSettings(
                        LatencyMode.STANDARD,
                        LatencyMode.STANDARD.policy(),
                        SECOND,
                        true,
                        LadderSettings.NONE);
        studio.broadcasts.declare(SHOW, StreamPlan.of(others));
        encoder.send(3);

        assertThat(overs).hasValue(0);
        assertThat(studio.show().presentation()).containsSame(shown);
        assertThat(studio.show().stream().settings().reconnectWindow()).isEqualTo(SECOND);
        studio.show().stream().complete("completed");
        await("the end", shown::hasEnded);
        studio.encoder().send(9);
        await("another one", () -> !studio.show().presentation().equals(Optional.of(shown)));
        assertThat(studio.show().presentation().orElseThrow().policy()).isEqualTo(others.policy());
    }

    @Test
    void defaultsThatChangeReachStreamsThatNobodyDeclared() throws Exception {
        var others =
                new BroadcastSettings(
                        LatencyMode.STANDARD,
                        LatencyMode.STANDARD.policy(),
                        SECOND,
                        true,
                        LadderSettings.NONE);
        studio.encoder().send(7);
        var shown = playable();

        studio.broadcasts.useDefaults(others);
        studio.show().stream().complete("completed");
        await("the end", shown::hasEnded);
        studio.encoder().send(9).close();

        await("another one", () -> !studio.show().presentation().equals(Optional.of(shown)));
        assertThat(studio.show().presentation().orElseThrow().policy()).isEqualTo(others.policy());
        assertThat(studio.show().recording()).isPresent();
        studio.pass(WINDOW.plus(SECOND));
        studio.pass(Duration.ofHours(1));
        studio.encoder();
        assertThat(studio.show().stream().settings().reconnectWindow()).isEqualTo(SECOND);
    }

    @Test
    void defaultsThatChangeDoNotReachStreamsThatAreDeclared() {
        studio.broadcasts.declare(SHOW, StreamPlan.of(RECORDED));

        studio.broadcasts.useDefaults(BroadcastSettings.DEFAULT);

        assertThat(studio.show().settings()).isEqualTo(RECORDED);
    }

    @Test
    void targetsAreSentToWhileTheStreamIsOnAir() throws Exception {
        studio.broadcasts.declare(SHOW, plan("a", "b"));
        assertThat(studio.relayed).isEmpty();
        assertThat(studio.show().targetReports().get("a")).isEqualTo(Relay.Report.IDLE);

        studio.encoder().send(7);
        await("pushes", () -> studio.relayed.size() == 2);
        assertThat(studio.relayed)
                .containsExactly(
                        "push rtmp://a.example/live/key", "push rtmp://b.example/live/key");
        assertThat(studio.show().targetReports().get("a").state())
                .isEqualTo(Relay.State.BROADCASTING);

        studio.relayed.clear();
        studio.broadcasts.declare(SHOW, plan("b", "c"));
        assertThat(studio.relayed)
                .containsExactly(
                        "end of push rtmp://a.example/live/key", "push rtmp://c.example/live/key");

        studio.relayed.clear();
        studio.show().stream().complete("completed");
        await("the end of pushes", () -> studio.relayed.size() == 2);
        assertThat(studio.show().targetReports().get("c")).isEqualTo(Relay.Report.IDLE);
    }

    @Test
    void aSourceIsFetchedUntilItIsAnotherOne() {
        studio.broadcasts.declare(SHOW, fetched("rtmp://a.example/live/1"));
        studio.broadcasts.declare(SHOW, fetched("rtmp://a.example/live/1"));
        assertThat(studio.relayed).containsExactly("pull rtmp://a.example/live/1");
        assertThat(studio.broadcasts.intakeReport(SHOW).orElseThrow().lastError())
                .contains("lost once");

        studio.relayed.clear();
        studio.broadcasts.declare(SHOW, fetched("rtmp://b.example/live/1"));
        assertThat(studio.relayed)
                .containsExactly(
                        "end of pull rtmp://a.example/live/1", "pull rtmp://b.example/live/1");

        studio.relayed.clear();
        studio.broadcasts.remove(SHOW);
        assertThat(studio.relayed).containsExactly("end of pull rtmp://b.example/live/1");
        assertThat(studio.broadcasts.find(SHOW)).isEmpty();
    }

    @Test
    void aStreamThatNobodyDeclaredIsForgottenWhenItIsIdleForLong() throws Exception {
        studio.encoder().send(7).close();
        playable();

        studio.pass(WINDOW.plus(SECOND));
        studio.pass(Duration.ofHours(1));

        assertThat(studio.broadcasts.all()).isEmpty();
    }

    private LivePresentation playable() {
        await(
                "something to play",
                () ->
                        studio.show()
                                .presentation()
                                .flatMap(LivePresentation::multivariant)
                                .isPresent());
        return studio.show().presentation().orElseThrow();
    }

    private static String playlist(LivePresentation shown) {
        var text = shown.rendition("video-1").orElseThrow().playlist(Delta.FULL);
        return new String(text.bytes(), StandardCharsets.UTF_8);
    }

    private List<Path> recordings() {
        try {
            return studio.broadcasts.recordings().orElseThrow().of(SHOW);
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static StreamPlan plan(String... hosts) {
        var targets =
                List.of(hosts).stream()
                        .map(host ->
                                new SimulcastTarget(
                                        host,
                                        new TargetAddress(
                                                URI.create("rtmp://" + host + ".example/live"),
                                                Optional.of("key"))))
                        .toList();
        return new StreamPlan(BroadcastSettings.DEFAULT, Optional.empty(), targets, Failover.NONE);
    }

    private static StreamPlan fetched(String source) {
        return new StreamPlan(
                BroadcastSettings.DEFAULT,
                Optional.of(URI.create(source)),
                List.of(),
                Failover.NONE);
    }
}
