package dev.anabranch.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;

class TimedTextFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void readsOrRefusesAnyBytes(byte[] file) {
        try {
            var document = TimedText.parse(file).document();
            assertThat(WebVtt.parse(document.render().getBytes(UTF_8)).document())
                    .isEqualTo(document);
            var segmenter = new CueSegmenter(document);
            var zero = Timestamp.ZERO;
            var segment = segmenter.segment(zero, zero.plus(3600), zero);
            assertThat(WebVtt.parse(segment.render().getBytes(UTF_8)).document())
                    .isEqualTo(segment);
        } catch (MediaFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
