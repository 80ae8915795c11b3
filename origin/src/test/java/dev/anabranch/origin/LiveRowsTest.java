package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows O13, O14, O16, O18 and O19 where they are about the fields of an answer and not about its
/// bytes; the rest of them is in [LiveDeliveryTest] and [ReloadTest].
class LiveRowsTest {

    private static final Pattern URGENCY = Pattern.compile("u=([0-7])");
    private static final Pattern PART = Pattern.compile("#EXT-X-PART:.*URI=\"([^\"]+)\"");
    private static final Pattern MAP = Pattern.compile("#EXT-X-MAP:URI=\"([^\"]+)\"");
    private static final Pattern AGE = Pattern.compile("public, max-age=(\\d+)");

    private LiveRunning running;

    @BeforeEach
    void start() throws Exception {
        running =
                new LiveRunning(
                        LiveRunning.config(100).withTls(TestCertificate.files()),
                        JdkReader.of(HttpClient.Version.HTTP_2));
        running.channel.feedTo(7);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private static int number(Pattern pattern, HttpResponse<?> answer, String field) {
        var matcher = pattern.matcher(answer.headers().firstValue(field).orElse(""));
        assertThat(matcher.matches()).as("%s of %s", field, answer.uri()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static int urgency(HttpResponse<?> answer) {
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return number(URGENCY, answer, "priority");
    }

    /// A path of a segment, part or init section with how it is asked for.
    private HttpResponse<byte[]> waitedFor(String path) throws Exception {
        var asked = running.ask(path);
        running.counters.awaitWaiting(1);
        running.channel.feed(2.5);
        return LiveRunning.answer(asked);
    }

    /// O18: HTTP/2; urgency 1 of playlists, 2 to 6 of media, however they are asked for, and the
    /// same for every bit rate of a kind.
    @Test
    void urgenciesAreThoseOfTheDraftO18() throws Exception {
        var edge = running.channel.video().edge();
        var msn = edge.lastMsn() - 1;
        assertThat(urgency(running.get("index.m3u8"))).isEqualTo(1);
        assertThat(urgency(running.get("video-1/index.m3u8"))).isEqualTo(1);
        assertThat(urgency(running.get("audio-1/index.m3u8?_HLS_skip=YES"))).isEqualTo(1);
        for (var name : new String[] {"video-1/", "audio-1/"}) {
            var urgency = name.startsWith("video") ? 3 : 2;
            var playlist = LiveDeliveryTest.text(running.get(name + "index.m3u8"));
            var part = PART.matcher(playlist);
            assertThat(part.find()).isTrue();
            assertThat(urgency(running.get(name + part.group(1)))).isEqualTo(urgency);
            assertThat(urgency(running.get(name + msn + ".m4s"))).isEqualTo(urgency);
        }
        assertThat(urgency(running.get("video-1/" + init()))).isEqualTo(2);
        var next = "?_HLS_msn=" + edge.lastMsn() + "&_HLS_part=" + edge.partCount();
        assertThat(urgency(waitedFor("video-1/index.m3u8" + next))).isEqualTo(1);
        var hint = running.channel.video().hint().orElseThrow();
        assertThat(urgency(waitedFor("video-1/" + hint.uri()))).isEqualTo(3);
    }

    private String init() throws Exception {
        var map = MAP.matcher(LiveDeliveryTest.text(running.get("video-1/index.m3u8")));
        assertThat(map.find()).isTrue();
        return map.group(1);
    }

    private void assertKept(int targetDurationsDoubled, HttpResponse<?> answer, int status) {
        assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(status);
        var target = running.channel.video().targetDuration();
        assertThat(number(AGE, answer, "cache-control"))
                .as(answer.uri().toString())
                .isEqualTo((int) (targetDurationsDoubled * target / 2));
    }

    /// O19: a playlist that was waited for is kept for six target durations, its refusal for four;
    /// one that was not for half of one; media for six, and their refusal for one.
    @Test
    void cachesKeepAnswersAsLongAsTheDraftSaysO19() throws Exception {
        var edge = running.channel.video().edge();
        var next = "?_HLS_msn=" + edge.lastMsn() + "&_HLS_part=" + edge.partCount();
        var beyond = edge.lastMsn() + 1000;
        assertKept(1, running.get("video-1/index.m3u8"), 200);
        assertKept(1, running.get("video-1/index.m3u8?_HLS_skip=YES"), 200);
        assertKept(12, running.get("video-1/index.m3u8?_HLS_msn=1"), 200);
        assertKept(12, waitedFor("video-1/index.m3u8" + next), 200);
        assertKept(8, running.get("video-1/index.m3u8?_HLS_msn=" + beyond), 400);
        assertKept(8, running.get("video-1/index.m3u8?_HLS_part=1"), 400);
        var hint = running.channel.video().hint().orElseThrow();
        assertKept(12, waitedFor("video-1/" + hint.uri()), 200);
        assertKept(12, running.get("video-1/" + edge.lastMsn() + ".m4s"), 200);
        assertKept(12, running.get("video-1/" + init()), 200);
        assertKept(2, running.get("video-1/" + beyond + ".0.m4s"), 404);
        assertKept(2, running.get("video-1/" + beyond + ".m4s"), 404);
    }

    /// O14 and O19: what did not come in three target durations is 503, kept like a refusal.
    @Test
    void whatDoesNotComeIsKeptLikeARefusalO14O19() throws Exception {
        var edge = running.channel.video().edge();
        var asked = running.ask("video-1/index.m3u8?_HLS_msn=" + (edge.lastMsn() + 1));
        running.counters.awaitWaiting(1);
        running.pass(Duration.ofSeconds(3 * running.channel.video().targetDuration()));
        assertKept(8, LiveRunning.answer(asked), 503);
    }

    /// O13: a part behind the last of a segment that is complete is the first of the next one.
    @Test
    void aPartBehindTheEndIsTheFirstOfTheNextSegmentO13() throws Exception {
        var video = running.channel.video();
        var msn = video.edge().lastMsn();
        var asked = running.ask("video-1/index.m3u8?_HLS_msn=" + msn + "&_HLS_part=10");
        running.counters.awaitWaiting(1);
        while (video.edge().lastMsn() == msn) {
            assertThat(asked).isNotDone();
            running.channel.feed(0.05);
        }
        while (!video.edge().hasPart(msn + 1, 0)) {
            assertThat(asked).isNotDone();
            running.channel.feed(0.05);
        }
        var playlist = LiveDeliveryTest.text(LiveRunning.answer(asked));
        assertThat(playlist.substring(playlist.indexOf("\n" + msn + ".m4s\n")))
                .contains("#EXT-X-PART:");
    }

    /// O16: each playlist has one hint of a part, which is answered at once or when it comes, and
    /// none once it has ended.
    @Test
    void thereIsOneHintAndNoneAfterTheEndO16() throws Exception {
        var hint = Pattern.compile("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"([^\"]+)\"");
        var playlist = LiveDeliveryTest.text(running.get("video-1/index.m3u8"));
        var hints = hint.matcher(playlist).results().toList();
        assertThat(hints).hasSize(1);
        assertThat(waitedFor("video-1/" + hints.getFirst().group(1)).statusCode()).isEqualTo(200);
        running.channel.presentation.end();
        var ended = LiveDeliveryTest.text(running.get("video-1/index.m3u8"));
        assertThat(ended).contains("#EXT-X-ENDLIST").doesNotContain("#EXT-X-PRELOAD-HINT");
    }
}
