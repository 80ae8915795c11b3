package dev.anabranch.packager.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Strictness;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What both manifests say of a live stream's pictures.
class PictureRateTest {

    private static final double MILLI = 0.001;

    private record Said(String mpd, String playlist) {}

    /// Segments of about two seconds.
    private static Said said(double[] times) throws Exception {
        return said(times, Feed.times(0, 0, 1));
    }

    private static Said said(double[] times, double[] later) throws Exception {
        var all = DoubleStream.concat(Arrays.stream(times), Arrays.stream(later)).toArray();
        var lastKey = new double[] {-2};
        var feed = new Feed().describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO);
        feed.video(
                1,
                all,
                i -> {
                    boolean isKey = all[i] - lastKey[0] >= 1.99;
                    lastKey[0] = isKey ? all[i] : lastKey[0];
                    return isKey;
                });
        try (var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {})) {
            feed.inOrder().forEach(event -> Feed.play(live, event));
            var mpd = new String(live.manifest().orElseThrow().bytes(), UTF_8);
            var main =
                    PlaylistParser.parse(
                            live.multivariant().orElseThrow().bytes(), ParseOptions.STRICT);
            return new Said(
                    Mpd.parse(mpd, Strictness.STRICT)
                            .periods()
                            .getLast()
                            .adaptationSets()
                            .getFirst()
                            .representations()
                            .getFirst()
                            .common()
                            .frameRate()
                            .orElseThrow()
                            .toString(),
                    String.valueOf(
                            ((MultivariantPlaylist) main.playlist())
                                    .variants()
                                    .getFirst()
                                    .frameRate()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "25, 25/1, 25.000",
        "29.97002997, 30000/1001, 29.970",
        "23.976023976, 24000/1001, 23.976",
        "24, 24/1, 24.000",
        "60, 60/1, 60.000",
        "12.5, 25/2, 12.500"
    })
    void isTheUsualOneOnTheClockOfMillisecondsToo(double rate, String mpd, String playlist)
            throws Exception {
        var exact = Feed.times(0, 10, rate);
        assertThat(said(exact)).isEqualTo(new Said(mpd, playlist));
        assertThat(said(Feed.rounded(exact, MILLI))).isEqualTo(new Said(mpd, playlist));
    }

    /// As when an encoder begins, or frames are lost on the way.
    @Test
    void picturesThatAreMissingMakeNoLowerRate() throws Exception {
        var holed =
                Arrays.stream(Feed.times(0, 6, 25)).filter(at -> at < 0.5 || at > 0.9).toArray();
        assertThat(said(holed).mpd()).isEqualTo("25/1");
    }

    /// As when a smaller rendition begins in the middle of a segment.
    @Test
    void aBeginningThatIsAFrameShortMakesNoHigherRate() throws Exception {
        var times = Feed.times(0, 8, 30);
        for (int i = 0; i < 60; i++) {
            times[i] = times[i] * 59 / 60 + 2.0 / 60;
        }
        assertThat(said(times).mpd()).isEqualTo("30/1");
    }

    /// Nothing comes for four seconds: parts without pictures last, but not with pictures.
    @Test
    void holesDoNotCount() throws Exception {
        assertThat(said(Feed.times(0, 3, 30), Feed.times(7, 12, 30)).mpd()).isEqualTo("30/1");
    }

    @Test
    void aSourceThatGetsFasterIsNotSaidToBeSlow() throws Exception {
        assertThat(said(Feed.times(0, 4, 15), Feed.times(4, 9, 30)).mpd()).isEqualTo("30/1");
    }
}
