package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.live.Recording;
import dev.anabranch.packager.live.RecordingListener;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
