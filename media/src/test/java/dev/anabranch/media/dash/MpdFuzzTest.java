package dev.anabranch.media.dash;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.media.MediaFormatException;

class MpdFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void readsOrRefusesAnyBytes(byte[] document) {
        for (var strictness : Strictness.values()) {
            try {
                holdsWhatItReads(Mpd.parse(document, strictness));
            } catch (MediaFormatException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private static void holdsWhatItReads(Mpd mpd) throws MediaFormatException {
        var written = mpd.render();
        assertThat(Mpd.parse(written, Strictness.LENIENT)).isEqualTo(mpd);
        MpdRules.check(mpd).forEach(breach -> assertThat(breach.text()).isNotEmpty());
    }
}
