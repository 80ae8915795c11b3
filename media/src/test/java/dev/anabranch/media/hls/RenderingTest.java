package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderingTest {

    @Test
    void rendersVodMediaPlaylistWithTheVersionItNeeds() {
        var clock = new Timescale(24_000);
        var playlist =
                MediaPlaylist.builder(4)
                        .type(PlaylistType.VOD)
                        .hasIndependentSegments(true)
                        .segment(
                                new MediaSegment("0.m4s", Decimal.between(0, 96_096, clock))
                                        .with(new MapSection("init.mp4")))
                        .segment(new MediaSegment("1.m4s", Decimal.between(96_096, 100_100, clock)))
                        .hasEnded(true)
                        .build();

        assertThat(text(playlist))
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:6
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-TARGETDURATION:4
                        #EXT-X-MEDIA-SEQUENCE:0
                        #EXT-X-PLAYLIST-TYPE:VOD
                        #EXT-X-MAP:URI="init.mp4"
                        #EXTINF:4.004000,
                        0.m4s
                        #EXTINF:0.166833,
                        1.m4s
                        #EXT-X-ENDLIST
                        """);
    }

    @Test
    void rendersMultivariantPlaylist() {
        var stream =
                StreamProperties.builder(2_000_000)
                        .averageBandwidth(1_500_000)
                        .codecs(List.of("avc1.640028", "mp4a.40.2"))
                        .resolution(1280, 720)
                        .videoRange(StreamProperties.VideoRange.SDR)
                        .build();
        var variant =
                new Variant("v/720.m3u8", stream, Variant.frameRate(new Rational(30_000, 1001)));
        var playlist =
                MultivariantPlaylist.builder()
                        .hasIndependentSegments(true)
                        .add(
                                Rendition.builder(Rendition.Type.AUDIO, "aac", "English")
                                        .language("en")
                                        .isDefault(true)
                                        .channels("2")
                                        .uri("a/en.m3u8")
                                        .build())
                        .add(variant.withGroups("aac", null, null))
                        .add(
                                new IFrameVariant(
                                        "i/720.m3u8", StreamProperties.builder(90_000).build()))
                        .build();

        assertThat(text(playlist))
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="a/en.m3u8"
                        #EXT-X-STREAM-INF:BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1500000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1280x720,VIDEO-RANGE=SDR,FRAME-RATE=29.970,AUDIO="aac"
                        v/720.m3u8
                        #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90000,URI="i/720.m3u8"
                        """);
    }

    @Test
    void durationsOfAdjoiningSegmentsAddUpToTheWhole() {
        var clock = new Timescale(30_000);
        var sum = Decimal.ZERO;
        for (int i = 0; i < 10_000; i++) {
            sum = sum.plus(Decimal.between(i * 7_007L, (i + 1) * 7_007L, clock));
        }

        assertThat(sum).isEqualTo(Decimal.between(0, 10_000 * 7_007L, clock));
    }

    @Test
    void putsDateTimeAndDiscontinuityBeforeParts() {
        var part = new PartialSegment("p0.m4s", Decimal.of("0.333"), true);
        var segment =
                new MediaSegment("0.m4s", Decimal.of(2))
                        .with(part)
                        .with(new Discontinuity())
                        .with(ProgramDateTime.of(Instant.parse("2026-01-02T03:04:05.678912Z")));

        assertThat(segment.tags())
                .containsExactly(
                        new Discontinuity(),
                        ProgramDateTime.of(Instant.parse("2026-01-02T03:04:05.678Z")),
                        part);
        assertThat(text(MediaPlaylist.builder(2).segment(segment).build()))
                .contains("#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.678Z\n")
                .contains("#EXT-X-PART:DURATION=0.333,URI=\"p0.m4s\",INDEPENDENT=YES\n");
    }

    private static String text(Playlist playlist) {
        return new String(playlist.toBytes(), StandardCharsets.UTF_8);
    }
}
