package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    @ParameterizedTest
    @CsvSource({"eng,en", "deu,de", "ger,de", "chi,zh", "und,und", "mul,mul", "gsw,gsw"})
    void namesPackedCodesByBcp47(String letters, String tag) {
        int code =
                letters.charAt(0) - 0x60 << 10
                        | letters.charAt(1) - 0x60 << 5
                        | letters.charAt(2) - 0x60;

        assertThat(Language.ofCode(code)).isEqualTo(tag);
        assertThat(Language.ofCode(Language.code(tag))).isEqualTo(tag);
    }

    @Test
    void readsMacintoshNumbers() {
        assertThat(Language.ofCode(0)).isEqualTo("en");
        assertThat(Language.ofCode(2)).isEqualTo("de");
        assertThat(Language.ofCode(33)).isEqualTo("zh-Hans");
        assertThat(Language.ofCode(999)).isEqualTo("und");
        assertThat(Language.ofCode(0x7FFF)).isEqualTo("und");
    }

    @Test
    void needsElngForMoreThanALanguage() {
        assertThat(Language.fitsCode("de")).isTrue();
        assertThat(Language.fitsCode("und")).isTrue();
        assertThat(Language.fitsCode("pt-BR")).isFalse();
        assertThat(Language.code("x-private")).isEqualTo(Language.code("und"));
    }
}
