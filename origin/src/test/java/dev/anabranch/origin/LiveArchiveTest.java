package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.packager.live.Recording;
import dev.anabranch.packager.live.RecordingListener;
import dev.anabranch.packager.live.RecordingPosition;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pieces of a recording at the addresses of the stream.
class LiveArchiveTest {

    private static final Pattern SEGMENT = Pattern.compile("(?m)^(\\d+\\.m4s)$");
    private static final Pattern INIT = Pattern.compile("URI=\"(init-\\d+\\.mp4)\"");

    @TempDir Path temp;
    private LiveRunning running;
    private Recording recording;

    @BeforeEach
    void start() throws Exception {
        running = new LiveRunning();
        recording =
                Recording.start(
                        temp.resolve("show"),
                        running.channel.presentation,
                        new RecordingListener() {});
        running.channel.recording = recording;
        running.channel.feedTo(120);
        recording.finish();
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        recording.close();
    }

    @Test
    void aPieceOfThePastIsAWholePresentation() throws Exception {
        var query = "?start=10&end=20";
        assertThat(text(get("index.m3u8" + query))).contains("video-1/index.m3u8?start=");
        assertThat(text(get("manifest.mpd" + query))).contains("type=\"static\"");
        var playlist = text(get("video-1/index.m3u8" + query));
        assertThat(playlist).contains("#EXT-X-ENDLIST");
        var segments = SEGMENT.matcher(playlist);
        int count = 0;
        while (segments.find()) {
            assertThat(get("video-1/" + segments.group(1)).body().length).isPositive();
            count++;
        }
        assertThat(count).isBetween(5, 7);
        var init = INIT.matcher(playlist);
        assertThat(init.find()).isTrue();
        assertThat(get("video-1/" + init.group(1)).headers().firstValue("content-type"))
                .contains("video/mp4");
    }

    /// The window is 30 s and its grace period about as long: the first minute is on disk alone.
    @Test
    void aSegmentOfThePastHasTheBytesItHadLive() throws Exception {
        var presentation = running.channel.video().hint().orElseThrow().presentation();
        assertThat(running.channel.video().segment(presentation + 1)).isEmpty();
        var path = "video-1/" + (presentation + 1) + ".m4s";
        var past = get(path);
        assertThat(past.headers().firstValue("content-type")).contains("video/iso.segment");
        assertThat(past.headers().firstValue("last-modified")).isPresent();
        assertThat(running.get(path, "Range", "bytes=0-99").statusCode()).isEqualTo(206);
    }

    @Test
    void aPieceWithoutAnEndGoesOnToTheNewest() throws Exception {
        var playlist = text(get("video-1/index.m3u8?start=2026-03-01T12:01:30Z"));
        assertThat(playlist).contains("#EXTM3U");
        assertThat(SEGMENT.matcher(playlist).results().count()).isBetween(10L, 17L);
    }

    @Test
    void whatIsNoPieceIsRefusedWithTheReason() throws Exception {
        assertRefused(400, "video-1/index.m3u8?start=soon", "a position is a time");
        assertThatThrownBy(() -> TimeShift.parse("start=%zz"))
                .isInstanceOf(MediaFormatException.class);
        assertRefused(404, "video-1/index.m3u8?start=9000", "");
        assertRefused(404, "video-7/index.m3u8?start=10", "");
        assertRefused(404, "video-1/iframes.m3u8", "");
        assertRefused(404, "video-1/70000.m4s", "");
        assertRefused(404, "video-1/2.0.m4s", "");
    }

    /// All of it is a movie whose size is known before, whose header comes first, and which is the
    /// same at the same address.
    @Test
    void aClipIsOneMovieOfThePiece() throws Exception {
        var clip = get("clip.mp4?start=10&end=20");
        var fields = clip.headers();
        assertThat(fields.firstValue("content-type")).contains("video/mp4");
        assertThat(fields.firstValueAsLong("content-length")).hasValue(clip.body().length);
        assertThat(fields.firstValue("content-disposition"))
                .contains("attachment; filename=\"show-10.000-20.000.mp4\"");
        assertThat(fields.firstValue("etag"))
                .isEqualTo(get("clip.mp4?start=10&end=20").headers().firstValue("etag"))
                .isNotEqualTo(get("clip.mp4?start=10&end=21").headers().firstValue("etag"));

        var movie = MovieReader.read(ByteSource.of(clip.body()));
        assertThat(movie.warnings()).isEmpty();
        assertThat(movie.tracks()).hasSize(2);
        for (var track : movie.tracks()) {
            var samples = track.samples();
            var last = samples.cursor(samples.count() - 1);
            var clock = track.track().timescale();
            var shown = clock.duration(last.ptsTicks() + track.shiftTicks()).toMillis();
            // From the keyframe before 10 to the part that reaches 20.
            assertThat(shown).isBetween(9_500L, 12_500L);
        }
    }

    @Test
    void aClipIsResumedWhereItBrokeOff() throws Exception {
        var whole = get("clip.mp4?start=10&end=20").body();
        int at = whole.length / 2;
        var rest = running.get("clip.mp4?start=10&end=20", "Range", "bytes=" + at + "-");
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole, at, whole.length));
        var head = running.get("clip.mp4?start=10&end=20", "Range", "bytes=0-9");
        assertThat(head.body()).isEqualTo(Arrays.copyOf(whole, 10));
        var beyond =
                running.get("clip.mp4?start=10&end=20", "Range", "bytes=" + whole.length + "-");
        assertThat(beyond.statusCode()).isEqualTo(416);
    }

    @Test
    void aClipThatCannotBeCutIsRefusedWithTheReason() throws Exception {
        assertRefused(400, "clip.mp4", "start=…&end=…");
        assertRefused(400, "clip.mp4?start=10", "start=…&end=…");
        assertRefused(400, "clip.mp4?start=soon&end=20", "a position is a time");
        assertRefused(404, "clip.mp4?start=20&end=10", "the end does not come after the start");
        assertRefused(404, "clip.mp4?start=9000&end=9010", "nothing is recorded yet");
        running.channel.recording = null;
        assertRefused(404, "clip.mp4?start=10&end=20", "Nothing of this stream is recorded");
    }

    /// What is asked for relative to now is another thing a second later, and so has another
    /// address.
    @Test
    void aClipOfTheNewestHasAnAddressOfItsOwn() throws Exception {
        try (var live = new LiveRunning();
                var growing =
                        Recording.start(
                                temp.resolve("growing"),
                                live.channel.presentation,
                                new RecordingListener() {})) {
            live.channel.recording = growing;
            live.channel.feedTo(30);
            awaitRecorded(growing, Duration.ofSeconds(25));
            var answer = live.get("clip.mp4?start=-8&end=-2&token=t");
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
            var there = answer.headers().firstValue("location").orElseThrow();
            assertThat(there).matches("/live/show/clip\\.mp4\\?token=t&start=[\\d.]+&end=[\\d.]+");
            var clip = live.get(there);
            assertThat(clip.statusCode()).isEqualTo(200);
            live.channel.feed(10);
            assertThat(live.get(there).body()).isEqualTo(clip.body());
            assertThat(live.get("clip.mp4?start=1&end=500").statusCode()).isEqualTo(302);
        }
    }

    /// A thread of the recording writes.
    private static void awaitRecorded(Recording recording, Duration length) {
        var newest = new RecordingPosition.BeforeEdge(Duration.ZERO);
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (recording
                .lasting(newest)
                .filter(edge -> edge.distance().compareTo(length) >= 0)
                .isEmpty()) {
            assertThat(System.nanoTime()).as("recorded in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void assertRefused(int status, String path, String reason) throws Exception {
        var answer = running.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(text(answer)).contains(reason);
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        var answer = running.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer;
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
