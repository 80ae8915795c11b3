package dev.anabranch.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebVttTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webvtt/typical.vtt",
                "webvtt/typical_with_bad_timestamps.vtt",
                "webvtt/typical_with_comments.vtt",
                "webvtt/typical_with_identifiers.vtt",
                "webvtt/with_bad_cue_header.vtt",
                "webvtt/with_bom.vtt",
                "webvtt/with_consecutive_cues.vtt",
                "webvtt/with_css_complex_selectors.vtt",
                "webvtt/with_css_styles.vtt",
                "webvtt/with_css_text_combine_upright.vtt",
                "webvtt/with_font_size.vtt",
                "webvtt/with_overlapping_timestamps.vtt",
                "webvtt/with_positioning.vtt",
                "webvtt/with_rubies.vtt",
                "webvtt/with_tags.vtt",
                "webvtt/with_vertical.vtt",
                "webvtt/with_wide_unicode_chars_and_cr_endings.vtt",
                "webvtt/with_x-timestamp-map_header.vtt",
                "elephantsdream/captions.en.vtt",
                "elephantsdream/captions.ja.vtt",
                "elephantsdream/descriptions.en.vtt",
                "elephantsdream/chapters.en.vtt"
            })
    void readsBackWhatItWrote(String sample) throws Exception {
        var document = WebVtt.parse(Samples.read(sample)).document();
        assertThat(document.cues()).isNotEmpty();
        var again = WebVtt.parse(document.render().getBytes(UTF_8));
        assertThat(again.document()).isEqualTo(document);
        assertThat(again.findings()).allMatch(finding -> finding.line() > 0).isEmpty();
    }

    @Test
    void refusesAFileWithoutItsFirstLine() throws Exception {
        assertThatThrownBy(() -> WebVtt.parse(Samples.read("webvtt/empty.vtt")))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> parse("WEBVTTX\n\n")).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void mendsTimesThatArePlainAndLeavesOutOthers() throws Exception {
        var parsed = WebVtt.parse(Samples.read("webvtt/typical_with_bad_timestamps.vtt"));
        assertThat(parsed.document().cues())
                .extracting(Cue::startMillis, Cue::endMillis)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, 1234L),
                        org.assertj.core.groups.Tuple.tuple(2345L, 3456L));
        assertThat(parsed.findings())
                .extracting(Finding::toString)
                .contains(
                        "line 4: timestamp 00:00 is incomplete: taken as 0 ms",
                        "line 7: timestamp 02.345 is incomplete: taken as 2345 ms",
                        "line 10: no cue times: cue left out");
    }

    @Test
    void keepsStyleRegionAndNoteBlocksInPlace() throws Exception {
        var text =
                """
                WEBVTT - a title
                Kind: captions

                REGION
                id:fred
                width:40%

                STYLE
                ::cue { color: red }

                NOTE one line

                NOTE
                two
                lines

                intro
                00:00:01.000 --> 00:00:02.500 region:fred line:-1 align:start
                <v Fred>Hi &amp; <i>welcome</i>
                second line
                """;
        var document = parse(text).document();
        assertThat(document.render()).isEqualTo(text);
        assertThat(document.blocks()).hasSize(5);
        assertThat(document.cues().getFirst().setting("region")).contains("fred");
        assertThat(document.cues().getFirst().setting("size")).isEmpty();
    }

    @Test
    void readsTheTimestampMapInEitherOrder() throws Exception {
        var map =
                WebVtt.parse(Samples.read("webvtt/with_x-timestamp-map_header.vtt"))
                        .document()
                        .map();
        assertThat(map).contains(new TimestampMap(384_879_885, 4_276_443));
        assertThat(
                        parse("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n")
                                .document()
                                .map())
                .contains(new TimestampMap(900_000, 0));
        assertThat(parse("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:8589934592,LOCAL:00:00.000\n").findings())
                .hasSize(1);
    }

    @Test
    void cueTimesBeyondTheMapWrapAtThirtyThreeBits() throws Exception {
        var document =
                WebVtt.parse(Samples.read("webvtt/with_x-timestamp-map_header.vtt")).document();
        long expected =
                Math.floorMod(
                        384_879_885 + (document.cues().getFirst().startMillis() - 4_276_443) * 90,
                        1L << 33);
        assertThat(document.map().orElseThrow().mpegTicks(document.cues().getFirst().startMillis()))
                .isEqualTo(expected)
                .isLessThan(1L << 33);
    }

    @Test
    void takesAllLineEnds() throws Exception {
        var text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n\n00:03.000 --> 00:04.000\nHo\n";
        var expected = parse(text).document();
        assertThat(parse(text.replace("\n", "\r\n")).document()).isEqualTo(expected);
        assertThat(parse(text.replace("\n", "\r")).document()).isEqualTo(expected);
        assertThat(parse("\uFEFF" + text).document()).isEqualTo(expected);
        assertThat(expected.cues()).hasSize(2);
    }

    @Test
    void cueWithoutBlankLineBeforeItStartsANewOne() throws Exception {
        var parsed = parse("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n00:03.000 --> 00:04.000\nHo\n");
        assertThat(parsed.document().cues()).extracting(Cue::text).containsExactly("Hi", "Ho");
    }

    @Test
    void refusesOtherSubtitleFormatsByName() throws Exception {
        assertThatThrownBy(() -> TimedText.parse(Samples.read("ttml/simple.xml")))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("TTML");
        assertThatThrownBy(() -> TimedText.parse("[Script Info]\n".getBytes(UTF_8)))
                .hasMessageContaining("SubStation");
    }

    @Test
    void refusesMoreThanItsMaximum() {
        var big = new byte[TextLines.MAX_BYTES + 1];
        assertThatThrownBy(() -> WebVtt.parse(big)).hasMessageContaining("subtitle bytes");
    }

    private static TimedText parse(String text) throws MediaFormatException {
        return WebVtt.parse(text.getBytes(UTF_8));
    }

    @Test
    void whatIsShownBetweenTwoTimesCountsFromTheFirst() {
        var across = new Cue("a", 3000, 7000, "line:0", "across");
        var inside = new Cue("b", 8000, 9000, "", "inside");
        var style = new Block.Style("::cue {}");
        var document =
                new WebVtt(
                        "title",
                        Optional.of(new TimestampMap(900_000, 0)),
                        List.of(style, across, inside, new Cue("c", 1000, 5000, "", "before")));

        assertThat(document.between(5000, 8500))
                .isEqualTo(
                        new WebVtt(
                                "title",
                                Optional.empty(),
                                List.of(
                                        style,
                                        new Cue("a", 0, 2000, "line:0", "across"),
                                        new Cue("b", 3000, 3500, "", "inside"))));
        assertThat(document.between(-50, Long.MAX_VALUE).cues().getFirst().startMillis())
                .isEqualTo(3050);
    }
}
