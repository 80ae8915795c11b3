package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lets io.lindstrom's m3u8-parser read what we write.
class OtherParserTest {

    @Test
    void readsSegmentsWithTheirTagsAsWritten() throws Exception {
        var clock = new Timescale(90_000);
        var playlist =
                MediaPlaylist.builder(4)
                        .mediaSequence(17)
                        .segment(
                                new MediaSegment("a.mp4", Decimal.between(0, 360_360, clock))
                                        .with(
                                                Key.identity(
                                                        Key.AES_128, "https://k/1", new byte[16]))
                                        .with(new MapSection("a.mp4", new ByteRange(800, 0)))
                                        .with(
                                                ProgramDateTime.of(
                                                        Instant.parse("2026-01-02T03:04:05.678Z")))
                                        .withByteRange(new ByteRange(5000, 800)))
                        .segment(
                                new MediaSegment("b.mp4", Decimal.between(360_360, 400_000, clock))
                                        .with(new Discontinuity()))
                        .hasEnded(true)
                        .build();

        var read = new MediaPlaylistParser().readPlaylist(text(playlist));
        assertThat(read.version()).contains(6);
        assertThat(read.mediaSequence()).isEqualTo(17);
        assertThat(read.targetDuration()).isEqualTo(4);
        assertThat(read.ongoing()).isFalse();
        var first = read.mediaSegments().getFirst();
        assertThat(first.duration()).isEqualTo(4.004);
        assertThat(first.byteRange().orElseThrow().offset()).contains(800L);
        assertThat(first.segmentMap().orElseThrow().uri()).isEqualTo("a.mp4");
        assertThat(first.segmentKey().orElseThrow().iv()).contains("0x" + "0".repeat(32));
        assertThat(first.programDateTime().orElseThrow().toInstant())
                .hasToString("2026-01-02T03:04:05.678Z");
        var second = read.mediaSegments().getLast();
        assertThat(second.discontinuity()).isTrue();
        assertThat(second.uri()).isEqualTo("b.mp4");
    }

    @Test
    void readsVariantsAndRenditionsAsWritten() throws Exception {
        var stream =
                StreamProperties.builder(3_000_000)
                        .averageBandwidth(2_000_000)
                        .codecs(List.of("avc1.64001f", "mp4a.40.2"))
                        .resolution(1280, 720)
                        .build();
        var playlist =
                MultivariantPlaylist.builder()
                        .add(
                                Rendition.builder(Rendition.Type.AUDIO, "aac", "English")
                                        .language("en")
                                        .isDefault(true)
                                        .uri("en.m3u8")
                                        .build())
                        .add(
                                new Variant(
                                                "v.m3u8",
                                                stream,
                                                Variant.frameRate(new Rational(24_000, 1001)))
                                        .withGroups("aac", null, null))
                        .build();

        var read = new MasterPlaylistParser().readPlaylist(text(playlist));
        var variant = read.variants().getFirst();
        assertThat(variant.bandwidth()).isEqualTo(3_000_000);
        assertThat(variant.averageBandwidth()).contains(2_000_000L);
        assertThat(variant.codecs()).containsExactly("avc1.64001f", "mp4a.40.2");
        assertThat(variant.resolution().orElseThrow().height()).isEqualTo(720);
        assertThat(variant.frameRate()).contains(23.976);
        assertThat(variant.audio()).contains("aac");
        var rendition = read.alternativeRenditions().getFirst();
        assertThat(rendition.language()).contains("en");
        assertThat(rendition.defaultRendition()).contains(true);
        assertThat(rendition.autoSelect()).contains(true);
    }

    private static String text(Playlist playlist) {
        return new String(playlist.toBytes(), StandardCharsets.UTF_8);
    }
}
