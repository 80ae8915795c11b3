package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.LadderStream.Picture;
import dev.anabranch.packager.check.Breach;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real film with reordered pictures is published and encoded by a real ffmpeg while it comes in.
@Timeout(180)
class LiveLadderTest {

    private static final Path FILM = Path.of("src/test/resources/media/bunny-270p.mp4");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Of the film: two seconds.
    private static final int GROUP_PICTURES = 48;

    @TempDir private Path temp;

    private TestLive live;

    @BeforeEach
    void serve() throws Exception {
        var config = temp.resolve("anabranch.yaml");
        Files.writeString(
                config,
                """
                publish: local
                live:
                  ladder: 320x180@300k,160x90@100k
                streams:
                  plain:
                    ladder: none
                """);
        live = TestLive.start(config);
    }

    @AfterEach
    void stop() throws Exception {
        live.close();
        assertThat(LadderStream.encoders()).isEmpty();
    }

    @Test
    void renditionsMeetAtTheSameFrames() throws Exception {
        try (var _ = live.loop("film", FILM);
                var stream = new LadderStream(live, "film")) {
            live.awaitPlayable("film");
            try (var check = live.check("film")) {
                awaitSegments(stream, "video-3", 4);
                check.await(Duration.ofSeconds(4));

                assertThat(check.report().breaches())
                        .filteredOn(breach -> breach.severity() == Breach.Severity.MUST)
                        // A time, which a busy machine cannot keep.
                        .filteredOn(breach -> !breach.rule().equals("O4"))
                        .isEmpty();
            }
            assertThat(stream.variants()).containsExactly("video-1", "video-2", "video-3");
            for (long msn : stream.complete("video-3").subList(0, 4)) {
                var source = stream.pictures("video-1", msn);
                assertThat(source).hasSizeGreaterThan(10);
                assertMeets(stream.pictures("video-2", msn), source);
                assertMeets(stream.pictures("video-3", msn), source);
            }
            assertThat(live.text("film", "index.m3u8"))
                    .contains("RESOLUTION=480x270", "RESOLUTION=320x180", "RESOLUTION=160x90");
        }
    }

    @Test
    void aKilledEncoderCostsTheRungsLessThanAGroupOfPictures() throws Exception {
        try (var _ = live.loop("killed", FILM);
                var stream = new LadderStream(live, "killed")) {
            awaitSegments(stream, "video-3", 2);
            var encoder = LadderStream.encoders().getFirst();

            assertThat(encoder.destroyForcibly()).isTrue();

            encoder.onExit().get(10, TimeUnit.SECONDS);
            assertGoesOn(stream, stream.complete("video-1").size() + 4);
            assertThat(stream.text("video-3/index.m3u8"))
                    .doesNotContain("#EXT-X-DISCONTINUITY\n", "#EXT-X-GAP");
        }
    }

    @Test
    void anEncoderThatStandsStillIsReplaced() throws Exception {
        try (var _ = live.loop("stopped", FILM);
                var stream = new LadderStream(live, "stopped")) {
            awaitSegments(stream, "video-3", 2);
            var encoder = LadderStream.encoders().getFirst();
            var signal = new ProcessBuilder("kill", "-STOP", Long.toString(encoder.pid())).start();
            assertThat(signal.waitFor()).isZero();

            encoder.onExit().get(60, TimeUnit.SECONDS);

            TestLive.await("another one", PATIENCE, () -> !LadderStream.encoders().isEmpty());
            awaitWhole(stream);
            assertGoesOn(stream, stream.complete("video-1").size() + 1);
        }
    }

    /// ffmpeg says it in Enhanced RTMP, which not every one can.
    @Test
    void soundInOpusIsThereInAacForTheTransportStream() throws Exception {
        var clip = new TestClips(live.ffmpeg(), temp).of("h264", "opus");
        try (var _ = live.loop("opus", clip);
                var stream = new LadderStream(live, "opus")) {
            awaitSegments(stream, "video-2", 3);

            assertThat(stream.text("index.m3u8"))
                    .contains("GROUP-ID=\"audio\"", "GROUP-ID=\"audio-mp4a\"", "mp4a.40.2");
            TestLive.await(
                    "a transport stream",
                    PATIENCE,
                    () -> stream.text("ts.m3u8").contains("mp4a.40.2"));
            TestLive.await(
                    "its segments", PATIENCE, () -> stream.text("ts-1/index.m3u8").contains(".ts"));
            assertThat(stream.text("ts-1/index.m3u8")).doesNotContain("#EXT-X-GAP");
            assertThat(stream.complete("audio-2")).hasSizeGreaterThan(1);
            try (var check = live.check("opus")) {
                check.await(Duration.ofSeconds(4));
                assertThat(check.report().breaches())
                        .filteredOn(breach -> breach.severity() == Breach.Severity.MUST)
                        .filteredOn(breach -> !breach.rule().equals("O4"))
                        .isEmpty();
            }
        }
    }

    @Test
    void aStreamThatWantsNoneHasNoEncoder() throws Exception {
        try (var _ = live.loop("plain", FILM);
                var stream = new LadderStream(live, "plain")) {
            awaitSegments(stream, "video-1", 2);

            assertThat(stream.variants()).containsExactly("video-1");
            assertThat(LadderStream.encoders()).isEmpty();
        }
    }

    /// The same pictures, with keyframes where the source has them. libopenh264 makes others at a
    /// change of scene, and has no option against it.
    private static void assertMeets(List<Picture> rung, List<Picture> source) {
        assertThat(times(rung)).isEqualTo(times(source));
        assertThat(rung).containsAll(source.stream().filter(Picture::isKeyframe).toList());
    }

    private static List<Long> times(List<Picture> pictures) {
        return pictures.stream().map(Picture::ptsTicks).toList();
    }

    /// The source has no hole, and all that the rungs are without fits in a group of pictures.
    private static void assertGoesOn(LadderStream stream, int segments) throws Exception {
        awaitSegments(stream, "video-3", segments);
        for (var rung : List.of("video-2", "video-3")) {
            int missing = 0;
            long before = -1;
            for (long msn : stream.complete(rung)) {
                var source = stream.pictures("video-1", msn);
                assertThat(source).isNotEmpty();
                var there = times(stream.pictures(rung, msn));
                var from = times(source);
                assertThat(from).containsAll(there);
                missing += from.size() - there.size();
                assertThat(from.getFirst()).isGreaterThan(before);
                before = from.getLast();
            }
            System.out.printf("%s is without %d pictures%n", rung, missing);
            assertThat(missing).isLessThanOrEqualTo(GROUP_PICTURES);
        }
    }

    /// The newest segment of the source is there in full in all rungs.
    private static void awaitWhole(LadderStream stream) throws Exception {
        TestLive.await(
                "whole segments again",
                PATIENCE,
                () -> {
                    long msn = stream.complete("video-3").getLast();
                    var source = stream.pictures("video-1", msn);
                    return !source.isEmpty()
                            && times(stream.pictures("video-2", msn)).equals(times(source))
                            && times(stream.pictures("video-3", msn)).equals(times(source));
                });
    }

    private static void awaitSegments(LadderStream stream, String rendition, int count)
            throws Exception {
        TestLive.await(
                count + " segments of " + rendition,
                PATIENCE,
                () -> stream.complete(rendition).size() >= count);
    }
}
