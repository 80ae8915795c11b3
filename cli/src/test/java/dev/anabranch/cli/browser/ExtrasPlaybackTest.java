package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.TestClips;
import dev.anabranch.cli.TestOrigin;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made beside a ladder, as players see it: each picture says when it belongs.
@Tag("players")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ExtrasPlaybackTest {

    private static final int SECONDS = 20;

    private static final int FRAME_MILLIS = 1000 / TestClips.FRAMES_PER_SECOND;

    /// When the picture of the clip starts: Matroska has no times before 0, and the sound has
    /// priming.
    private static final int START_MILLIS = 21;

    /// Draws a rectangle of an image where the clock of a video is looked for, and reads it.
    private static final String READ_TILE =
            """
            async ({uri, x, y, width, height}) => {
              const image = new Image();
              image.src = uri;
              await image.decode();
              const tile = document.createElement('canvas');
              tile.width = width; tile.height = height;
              tile.getContext('2d').drawImage(image, x, y, width, height, 0, 0, width, height);
              tile.videoWidth = width;
              const query = document.querySelector;
              document.querySelector = () => tile;
              try {
                return (READ_CLOCK)();
              } finally {
                document.querySelector = query;
              }
            }
            """
                    .replace("READ_CLOCK", Playback.READ_CLOCK);

    private TestOrigin server;
    private URI origin;
    private Browser browser;

    @BeforeAll
    void transcodeAndServe(@TempDir Path folder, @TempDir Path clips) throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        var clip = new TestClips(ffmpeg, clips).clocked(640, 360, SECONDS);
        server = TestOrigin.over(folder, Files.createDirectory(clips.resolve("none")));
        origin = server.uri();
        server.transcodeTitle(
                "extras",
                clip.toString(),
                "--ladder",
                "360p,180p",
                "--preset",
                "fast",
                "--no-copy",
                "--storyboard",
                "2s",
                "--storyboard-width",
                "320",
                "--storyboard-grid",
                "2x3",
                "--audio-only",
                "--download");
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void openBrowser() {
        browser = Browser.open();
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void shakaFindsThePictureOfEachTime() {
        var playback = Playback.shaka(browser, origin, "p/extras/manifest.mpd");
        playback.reaches(1);

        for (double time : new double[] {0.5, 2, 5.9, 11.5, 12.5, 19.5}) {
            @SuppressWarnings("unchecked") // of the shape that is asked for
            var tile =
                    (Map<String, Object>)
                            playback.page()
                                    .evaluate(
                                            """
                                            async time => {
                                              const track = player.getImageTracks()[0];
                                              const found = await player.getThumbnails(track.id, time);
                                              return {uri: found.uris[0], x: found.positionX, y: found.positionY,
                                                  width: found.width, height: found.height, start: found.startTime};
                                            }
                                            """,
                                            time);
            double start = ((Number) tile.get("start")).doubleValue();
            assertThat(start).isEqualTo(Math.floor(time / 2) * 2);
            assertThat(clock(playback, tile)).as("at %s of %s", time, tile).isEqualTo(shown(start));
        }
    }

    @Test
    void cuesNameThePictureOfEachTime() {
        var playback = Playback.shaka(browser, origin, "p/extras/index.m3u8");
        playback.reaches(1);
        var text =
                (String)
                        playback.page()
                                .evaluate(
                                        "url => fetch(url).then(answer => answer.text())",
                                        origin.resolve("p/extras/storyboard/storyboard.vtt")
                                                .toString());
        var places = text.lines().filter(line -> line.contains("#xywh=")).toList();

        assertThat(places).hasSize(SECONDS / 2 + 1);
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i).split("#xywh=|,", -1);
            var tile =
                    Map.<String, Object>of(
                            "uri",
                            origin.resolve("p/extras/storyboard/" + place[0]).toString(),
                            "x",
                            Integer.parseInt(place[1]),
                            "y",
                            Integer.parseInt(place[2]),
                            "width",
                            Integer.parseInt(place[3]),
                            "height",
                            Integer.parseInt(place[4]));
            assertThat(clock(playback, tile)).as(places.get(i)).isEqualTo(shown(i * 2));
        }
    }

    /// The clock of the picture that is shown at a time.
    private static double shown(double seconds) {
        double frames = Math.floor((seconds * 1000 - START_MILLIS) / FRAME_MILLIS);
        return Math.max(0, frames) * FRAME_MILLIS;
    }

    private static double clock(Playback playback, Map<String, Object> tile) {
        double clock = ((Number) playback.page().evaluate(READ_TILE, tile)).doubleValue();
        return clock - TestClips.CLOCK_MILLIS;
    }

    @ParameterizedTest
    @ValueSource(strings = {"downloads/video-360p.mp4", "downloads/video-180p.mp4"})
    void aDownloadPlaysAndShowsThePictureOfEachTime(String path) {
        var page = browser.page();
        page.navigate(origin.toString());
        page.setContent(
                "<video muted src='%s'></video>".formatted(origin.resolve("p/extras/" + path)));
        for (double time : new double[] {0.05, 7.015, 19.9, 3.337}) {
            var clock =
                    ((Number)
                                    page.evaluate(
                                            """
                                            async time => {
                                              const video = document.querySelector('video');
                                              const shown = new Promise(done => video.requestVideoFrameCallback(done));
                                              video.currentTime = time;
                                              await new Promise(done => video.addEventListener('seeked', done, {once: true}));
                                              await shown;
                                              return (READ_CLOCK)();
                                            }
                                            """
                                                    .replace("READ_CLOCK", Playback.READ_CLOCK),
                                            time))
                            .doubleValue();
            assertThat(clock - TestClips.CLOCK_MILLIS).as("at %s", time).isEqualTo(shown(time));
        }
        page.evaluate("() => document.querySelector('video').play()");
        page.waitForFunction("() => document.querySelector('video').currentTime > 4.5");
        assertThat(
                        ((Number)
                                        page.evaluate(
                                                "() => document.querySelector('video').webkitAudioDecodedByteCount"))
                                .longValue())
                .isPositive();
        assertThat(
                        ((Number) page.evaluate("() => document.querySelector('video').duration"))
                                .doubleValue())
                .isBetween(SECONDS - 0.001, SECONDS + 0.1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "shaka"})
    void aVariantOfSoundAloneTakesThePictureFromNobody(String player) {
        var playback =
                player.equals("shaka")
                        ? Playback.shaka(browser, origin, "p/extras/index.m3u8")
                        : Playback.bare(browser, origin, "p/extras/index.m3u8", player);
        playback.reaches(2);
        assertThat(playback.frames()).isGreaterThan(20);
        assertThat(playback.clock()).isPositive();
    }
}
