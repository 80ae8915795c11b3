package dev.anabranch.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// What is asked for, and when, against a scripted server: segments of 2 s of four parts.
class LivePlaylistFollowerTest {

    private static final URI ADDRESS = URI.create("http://server/live/a/video-1/index.m3u8");

    private static final String CONTROL =
            "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12,PART-HOLD-BACK=1.5\n#EXT-X-PART-INF:PART-TARGET=0.5\n";

    private final ScriptedTransport server = new ScriptedTransport();

    private LivePlaylistFollower follower(FollowSettings settings) {
        return new LivePlaylistFollower(server, server, ADDRESS, settings);
    }

    private static String playlist(String control, long first, long open, int parts) {
        return listed(control, first, first, open, parts);
    }

    private static String delta(long first, long skipped, long open, int parts) {
        return listed(
                CONTROL + "#EXT-X-SKIP:SKIPPED-SEGMENTS=" + skipped + "\n",
                first,
                first + skipped,
                open,
                parts);
    }

    private static String listed(String control, long first, long from, long open, int parts) {
        var text =
                new StringBuilder("#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:2\n")
                        .append("#EXT-X-MEDIA-SEQUENCE:%d\n".formatted(first))
                        .append(control);
        if (from == first) {
            text.append("#EXT-X-MAP:URI=\"init.mp4\"\n");
        }
        for (long i = from; i < open; i++) {
            text.append("#EXTINF:2,\n%d.m4s\n".formatted(i));
        }
        for (int i = 0; i < parts; i++) {
            text.append(
                    "#EXT-X-PART:DURATION=0.5,URI=\"%d.%d.m4s\"%s\n"
                            .formatted(open, i, i == 0 ? ",INDEPENDENT=YES" : ""));
        }
        return text.toString();
    }

    @Test
    void asksForThePartThatComesNextAndMergesWhatIsSkipped() throws Exception {
        server.answers(200, playlist(CONTROL, 10, 20, 1), 5);
        server.answers(200, delta(10, 4, 20, 2), 450);
        server.answers(200, delta(11, 4, 21, 0), 900);
        server.answers(200, delta(11, 4, 21, 1), 500);
        var follower = follower(FollowSettings.LOW_LATENCY);

        for (int i = 0; i < 4; i++) {
            assertThat(follower.next()).isInstanceOf(Reload.Changed.class);
        }

        assertThat(server.asked())
                .containsExactly(
                        "0 index.m3u8",
                        "5 index.m3u8?_HLS_msn=20&_HLS_part=1&_HLS_skip=YES",
                        "455 index.m3u8?_HLS_msn=20&_HLS_part=2&_HLS_skip=YES",
                        "1355 index.m3u8?_HLS_msn=21&_HLS_part=0&_HLS_skip=YES");
        var whole = follower.playlist().orElseThrow();
        assertThat(whole.segments()).hasSize(10);
        assertThat(whole.segments().getFirst().uri()).isEqualTo("11.m4s");
        var pieces = MediaPiece.after(new PlaylistEdge(20, 0), whole, ADDRESS);
        assertThat(pieces)
                .extracting(piece -> piece.address().getPath())
                .containsExactly("/live/a/video-1/20.m4s", "/live/a/video-1/21.0.m4s");
        assertThat(pieces.getLast().init().orElseThrow().address().getPath())
                .isEqualTo("/live/a/video-1/init.mp4");
    }

    @Test
    void asksForTheWholePlaylistWhenWhatIsSkippedIsNotKnown() throws Exception {
        server.answers(200, playlist(CONTROL, 10, 20, 1), 5);
        server.answers(200, delta(30, 4, 40, 1), 500);
        server.answers(200, playlist(CONTROL, 30, 40, 1), 5);
        var follower = follower(FollowSettings.LOW_LATENCY);
        follower.next();

        follower.next();

        assertThat(server.asked().getLast()).endsWith("?_HLS_msn=20&_HLS_part=1");
        assertThat(follower.playlist().orElseThrow().mediaSequence()).isEqualTo(30);
    }

    @Test
    void asksForNoDeltaUpdateWhenItsOwnCopyIsOld() throws Exception {
        server.answers(200, playlist(CONTROL, 10, 20, 1), 5);
        server.answers(200, playlist(CONTROL, 10, 20, 2), 5);
        var follower = follower(FollowSettings.LOW_LATENCY);
        follower.next();
        server.awaitNanos(7_000_000_000L);

        follower.next();

        assertThat(server.asked().getLast()).isEqualTo("7000 index.m3u8?_HLS_msn=20&_HLS_part=1");
    }

    @Test
    void reloadsByTheClockWhereTheServerCannotBlock() throws Exception {
        server.answers(200, playlist("", 10, 20, 0), 10);
        server.answers(200, playlist("", 10, 20, 0), 10);
        server.answers(200, playlist("", 10, 20, 0), 10);
        server.answers(200, playlist("", 10, 21, 0), 10);
        server.answers(200, playlist("", 11, 22, 0), 10);
        var follower = follower(FollowSettings.LOW_LATENCY);

        assertThat(follower.next()).isInstanceOf(Reload.Changed.class);
        assertThat(follower.next()).isInstanceOf(Reload.Unchanged.class);
        assertThat(follower.next()).isInstanceOf(Reload.Unchanged.class);
        assertThat(follower.next()).isInstanceOf(Reload.Changed.class);
        assertThat(follower.next()).isInstanceOf(Reload.Changed.class);

        assertThat(server.asked())
                .containsExactly(
                        "0 index.m3u8",
                        "2000 index.m3u8",
                        "3000 index.m3u8",
                        "4000 index.m3u8",
                        "6000 index.m3u8");
    }

    @Test
    void aRefusalIsToldAndWaitedOut() throws Exception {
        server.answers(200, playlist(CONTROL, 10, 20, 1), 5);
        server.answers(503, "", 6000);
        server.answers(200, playlist(CONTROL, 10, 20, 1), 5);
        server.answers(200, playlist(CONTROL, 10, 20, 2), 5);
        var follower = follower(FollowSettings.LOW_LATENCY);
        follower.next();

        assertThat(follower.next()).isInstanceOf(Reload.Refused.class);
        assertThat(follower.next()).isInstanceOf(Reload.Unchanged.class);
        assertThat(follower.next()).isInstanceOf(Reload.Changed.class);

        assertThat(server.asked().get(2)).isEqualTo("6005 index.m3u8?_HLS_skip=YES");
        assertThat(server.asked().get(3)).startsWith("7005 ");
    }

    @Test
    void anEndedPlaylistIsNotAskedForAgain() throws Exception {
        server.answers(200, playlist("", 10, 20, 0) + "#EXT-X-ENDLIST\n", 5);
        var follower = follower(FollowSettings.CLASSIC);
        follower.next();

        assertThat(follower.next()).isInstanceOf(Reload.Ended.class);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void whatIsNoPlaylistIsRefusedAndWhatIsKnownStays() throws Exception {
        server.answers(200, playlist(CONTROL, 10, 20, 1), 5);
        server.answers(200, "<html>", 5);
        var follower = follower(FollowSettings.LOW_LATENCY);
        follower.next();

        assertThatThrownBy(follower::next).isInstanceOf(MediaFormatException.class);
        assertThat(follower.playlist().orElseThrow().mediaSequence()).isEqualTo(10);
    }

    @Test
    void directivesStandInOrderBehindTheQueryThatIsThere() {
        var address = URI.create("https://server/a.m3u8?token=x");

        assertThat(
                        Directives.part(7, 2)
                                .skipping(Directives.Skipping.SEGMENTS_AND_DATE_RANGES)
                                .on(address))
                .hasToString("https://server/a.m3u8?token=x&_HLS_msn=7&_HLS_part=2&_HLS_skip=v2");
    }
}
