package dev.anabranch.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubRipTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typical",
                "typical_extra_blank_line",
                "typical_utf16be",
                "typical_utf16le",
                "typical_with_byte_order_mark",
                "typical_no_hours_and_millis"
            })
    void readsTheSameThreeCuesInEveryEncoding(String sample) throws Exception {
        var parsed = SubRip.parse(Samples.read("srt/" + sample + ".srt"));
        assertThat(parsed.document().cues())
                .extracting(Cue::text)
                .containsExactly(
                        "This is the first subtitle.",
                        "This is the second subtitle.\nSecond subtitle with second line.",
                        "This is the third subtitle.");
        assertThat(parsed.document().cues().getLast().startMillis()).isEqualTo(7_204_567);
        assertThat(parsed.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "typical_missing_sequence, 3, 0",
        "typical_missing_timecode, 2, 3",
        "typical_bad_timestamps, 1, 2",
        "typical_negative_timestamps, 2, 2",
        "typical_unexpected_end, 2, 1",
        "typical_with_tags, 14, 0",
        "empty, 0, 0"
    })
    void keepsWhatCanBeShownAndReportsTheRest(String sample, int cues, int findings)
            throws Exception {
        var parsed = SubRip.parse(Samples.read("srt/" + sample + ".srt"));
        assertThat(parsed.document().cues()).hasSize(cues);
        assertThat(parsed.findings()).hasSize(findings);
    }

    @Test
    void negativeStartIsShownFromZero() throws Exception {
        var cue = only("-00:00:02,345 --> 00:00:01,234\nHi\n");
        assertThat(cue.startMillis()).isZero();
        assertThat(cue.endMillis()).isEqualTo(1234);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\\an8}Top|Top|line:0",
                "{\\an7}Corner|Corner|line:0 position:0% align:start",
                "{\\an6}Right|Right|line:50% position:100% align:end",
                "{\\an2}Bottom|Bottom|''",
                "{\\fad(1,2)}Fade|Fade|''",
                "<I>slanted</I>|<i>slanted</i>|''",
                "<font color=\"#fff\">white</font>|white|''",
                "I <3 you & me|I &lt;3 you &amp; me|''",
                "AT&amp;T &lt;x|AT&amp;T &lt;x|''",
                "a --> b|a --&gt; b|''"
            })
    void turnsMarkupIntoWebVtt(String source, String text, String settings) throws Exception {
        var cue = only("00:00:01,000 --> 00:00:02,000\n" + source + "\n");
        assertThat(cue.text()).isEqualTo(text);
        assertThat(cue.settings()).isEqualTo(settings);
    }

    @Test
    void readsOldWesternFiles() throws Exception {
        var file = "1\n00:00:01,000 --> 00:00:02,000\nd\u00E9j\u00E0 vu \u201Cyes\u201D\n";
        var parsed = TimedText.parse(file.getBytes(Charset.forName("windows-1252")));
        assertThat(parsed.document().cues().getFirst().text())
                .isEqualTo("d\u00E9j\u00E0 vu \u201Cyes\u201D");
    }

    @Test
    void refusesAFileWithoutAnyCue() {
        assertThatThrownBy(() -> SubRip.parse("hello\nworld\n".getBytes(UTF_8)))
                .isInstanceOf(MediaFormatException.class);
    }

    private static Cue only(String block) throws MediaFormatException {
        return SubRip.parse(("1\n" + block).getBytes(UTF_8)).document().cues().getFirst();
    }
}
