package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LenientParsingTest {

    private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n";

    @Test
    void refusesWhatIsNoPlaylistAndSaysWhatItIs() {
        assertRefused("", "the playlist is empty");
        assertRefused(" \r\n\n", "the playlist is empty");
        assertRefused("\n<!DOCTYPE html><html>", "this is HTML or XML, not a playlist (line 2)");
        assertRefused("{\"error\":404}", "not a playlist: EXTM3U must be the first line (line 1)");
        assertThatThrownBy(() ->
                        PlaylistParser.parse(
                                "#EXTM3U\n".getBytes(StandardCharsets.UTF_16),
                                ParseOptions.LENIENT))
                .hasMessageContaining("UTF-16");
    }

    @Test
    void toleratesByteOrderMarkAndWindowsLineEnds() throws Exception {
        var parsed = parse("\uFEFF#EXTM3U\r\n#EXT-X-TARGETDURATION:4\r\n#EXTINF:4,\r\na.ts\r\n");

        assertThat(parsed.media().segments())
                .containsExactly(new MediaSegment("a.ts", Decimal.of(4)));
        assertThat(parsed.findings())
                .containsExactly(new Finding(1, "a byte order mark before EXTM3U"));
    }

    @Test
    void keepsAnUnreadableTagAsItStands() throws Exception {
        var parsed =
                parse(HEAD + "#EXT-X-KEY:METHOD=AES-128\n#EXT-X-CUE-OUT:30\n#EXTINF:4,\na.ts\n");

        assertThat(parsed.media().segments().getFirst().tags())
                .containsExactly(
                        UnknownTag.of("EXT-X-KEY", "METHOD=AES-128"),
                        UnknownTag.of("EXT-X-CUE-OUT", "30"));
        assertThat(parsed.findings())
                .containsExactly(
                        new Finding(3, "EXT-X-KEY: URI is required unless METHOD is NONE"));
    }

    @Test
    void ignoresVariantWithUnknownRequirementTogetherWithItsUri() throws Exception {
        var playlist =
                parse(
                                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,REQ-SMELL=\"ROSES\"\na.m3u8\n"
                                        + "#EXT-X-STREAM-INF:BANDWIDTH=2\nb.m3u8\n")
                        .multivariant();

        assertThat(playlist.variants()).extracting(Variant::uri).containsExactly("b.m3u8");
        assertThat(playlist.tags().getFirst())
                .isEqualTo(
                        new UnknownTag(
                                "EXT-X-STREAM-INF", "BANDWIDTH=1,REQ-SMELL=\"ROSES\"", "a.m3u8"));
    }

    @Test
    void unknownAttributesComeBack() throws Exception {
        String text =
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"avc1\",PROGRAM-ID=1,NAME=\"x, y\"\nv\n";
        assertThat(new String(parse(text).playlist().toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void strictRefusalNamesLineAndTag() {
        assertThatThrownBy(() ->
                        PlaylistParser.parse(
                                (HEAD + "#EXTINF:4,\na.ts\n#EXT-X-MEDIA-SEQUENCE:3\n")
                                        .getBytes(StandardCharsets.UTF_8),
                                ParseOptions.STRICT))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageEndingWith("(line 5, EXT-X-MEDIA-SEQUENCE)");
    }

    @Test
    void limitsHoldExactly() throws Exception {
        var limits = new ParseLimits(40, 6, 2, 3, 2);
        var options = ParseOptions.LENIENT.with(limits);
        String line = "x".repeat(40);
        parse(HEAD + "#EXTINF:4,\n" + line + "\n#EXTINF:4,\nb\n", options);

        assertLimit(HEAD + "#EXTINF:4,\n" + line + "x\n", options, "length of a line is 41");
        assertLimit(HEAD + "\n\n\n\n\n", options, "number of lines is 7");
        assertLimit(
                "#EXTM3U\n#EXTINF:1,\na\n#EXTINF:1,\nb\nc\n", options, "number of segments is 3");
        assertLimit(
                HEAD + "#EXT-X-START:TIME-OFFSET=1,A=1,B=2,C=3\n",
                options,
                "number of attributes is 4");
        assertLimit(
                HEAD + "#EXT-X-GAP\n#EXT-X-GAP\n#EXT-X-GAP\n",
                options,
                "number of tags of a segment is 3");
    }

    @Test
    void numbersKeepTheirDigits() throws Exception {
        String text =
                HEAD + "#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:4.0040,t\na\n#EXTINF:0.333333333333,\nb\n";
        assertThat(new String(parse(text).playlist().toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void everyIsoDateNamesItsInstant() throws Exception {
        String instant = "2026-01-02T03:04:05.678Z";
        for (String text :
                new String[] {
                    instant,
                    "2026-01-02T03:04:05.678",
                    "2026-01-02T11:04:05.678+08:00",
                    "2026-01-02T11:04:05.678+0800",
                    "20260102T030405.678Z",
                    "2026-01-01T22:04:05,678000-05"
                }) {
            assertThat(DateTime.parse(text).instant()).hasToString(instant);
        }
        assertThatThrownBy(() -> DateTime.parse("2026-13-02T03:04:05Z"))
                .hasMessageContaining("ISO 8601");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(MediaFormatException.class)
                .hasMessage(message);
    }

    private static void assertLimit(String text, ParseOptions options, String message) {
        assertThatThrownBy(() -> parse(text, options))
                .isInstanceOfSatisfying(
                        MediaFormatException.class,
                        refusal ->
                                assertThat(refusal.fault())
                                        .isEqualTo(MediaFormatException.Fault.LIMIT))
                .hasMessageContaining(message);
    }

    private static ParsedPlaylist parse(String text) throws MediaFormatException {
        return parse(text, ParseOptions.LENIENT);
    }

    private static ParsedPlaylist parse(String text, ParseOptions options)
            throws MediaFormatException {
        return PlaylistParser.parse(text.getBytes(StandardCharsets.UTF_8), options);
    }
}
