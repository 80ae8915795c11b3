package dev.anabranch.media.mp4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.WebVtt;
import java.nio.ByteBuffer;
import java.util.List;

/// Whatever a text sample holds, it becomes a cue that WebVTT can say, or is refused.
class TextSamplesFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void textSample(byte[] sample) throws Exception {
        try {
            assertSayable(new Cue("", 0, 1, "", TextSample.cueText(reader(sample))));
        } catch (MediaFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "5m")
    void webVttSample(byte[] sample) throws Exception {
        try {
            for (var part : WebVttSample.parts(reader(sample))) {
                assertSayable(new Cue(part.identifier(), 0, 1, part.settings(), part.text()));
            }
        } catch (MediaFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static BoxReader reader(byte[] sample) {
        return new BoxReader(ByteBuffer.wrap(sample), "sample", 0);
    }

    private static void assertSayable(Cue cue) throws MediaFormatException {
        var file = WebVtt.of(List.of(cue)).render().getBytes(UTF_8);
        var back = WebVtt.parse(file).document().cues();
        assertThat(back).hasSize(1);
        assertThat(back.getFirst().text()).isEqualTo(cue.text());
    }
}
