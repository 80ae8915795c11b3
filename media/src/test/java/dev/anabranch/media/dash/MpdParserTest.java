package dev.anabranch.media.dash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MpdParserTest {

    private static final String OPEN = "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'";

    @ParameterizedTest
    @ValueSource(strings = {"live", "event_stream", "dashif_license_url", "unknown_mime_type"})
    void undeclaredPrefixIsKeptWhenLenientAndRefusedWhenStrict(String name) throws Exception {
        byte[] document;
        try (var in =
                MpdParserTest.class.getResourceAsStream("samples/exoplayer/" + name + ".mpd")) {
            document = in.readAllBytes();
        }
        assertThat(Mpd.parse(document, Strictness.LENIENT).periods()).isNotEmpty();
        assertThatThrownBy(() -> Mpd.parse(document, Strictness.STRICT))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("is not declared")
                .hasMessageContaining("line ");
    }

    @Test
    void unknownElementsAndAttributesStayInPlace() throws Exception {
        var text =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:v="urn:v" xmlns:xlink="http://www.w3.org/1999/xlink" type="static" v:seq="7">
                  <v:First a="1">x<v:y/>z</v:First>
                  <Period id="1" xlink:href="https://ads.example/p.xml" xlink:actuate="onLoad"/>
                  <Foo xmlns="urn:foo">
                    <Bar/>
                  </Foo>
                  <Period id="2"/>
                </MPD>
                """;
        var mpd = Mpd.parse(text, Strictness.STRICT);
        assertThat(mpd.render()).isEqualTo(text);
        assertThat(mpd.periods().getFirst().extras().xlinkHref())
                .contains("https://ads.example/p.xml");
        assertThat(mpd.extras().elements("urn:foo", "Foo")).hasSize(1);
        assertThat(mpd.extras().attribute("urn:v", "seq")).contains("7");
    }

    @Test
    void namesLineAndElementOfWhatIsWrong() {
        assertThatThrownBy(() ->
                        Mpd.parse(
                                OPEN + ">\n<Period>\n<AdaptationSet width='wide'/></Period></MPD>",
                                Strictness.STRICT))
                .hasMessage(
                        "@width is not a whole number below 2^32"
                                + " (line 3, element MPD/Period/AdaptationSet)");
    }

    @Test
    void unreadableValueSurvivesALenientReader() throws Exception {
        var mpd = Mpd.parse(OPEN + " minBufferTime='soon'/>", Strictness.LENIENT);
        assertThat(mpd.minBufferTime()).isEmpty();
        assertThat(mpd.render()).contains("minBufferTime=\"soon\"");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0, PT0S",
        "PT1.500S, 1500000000, PT1.5S",
        "P0Y0M0DT0H3M30.000S, 210000000000, PT3M30S",
        "P1DT1H, 90000000000000, PT25H",
        "-PT5.25S, -5250000000, -PT5.25S",
        "PT1.0010000467300415S, 1001000047, PT1.001000047S",
        "PT.5S, 500000000, PT0.5S",
        "PT3600.000000001S, 3600000000001, PT1H0.000000001S"
    })
    void durationsAreExactToTheNanosecond(String text, long nanos, String written) {
        var duration = XmlDuration.parse(text).orElseThrow();
        assertThat(duration).isEqualTo(Duration.ofNanos(nanos));
        assertThat(XmlDuration.format(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PT",
                "-P",
                "P1Y",
                "P1M",
                "1s",
                "PT1",
                "PT1H2",
                "P1S",
                "PT9999999999H"
            })
    void textThatIsNoDurationOfAFixedLengthIsRefused(String text) {
        assertThat(XmlDuration.parse(text)).isEmpty();
    }

    @Test
    void datesWithoutAZoneAreUtc() {
        assertThat(XmlDateTime.parse("2016-10-14T17:00:17"))
                .contains(Instant.parse("2016-10-14T17:00:17Z"));
        assertThat(XmlDateTime.parse("2016-10-14T17:00:17.5+02:00"))
                .contains(Instant.parse("2016-10-14T15:00:17.5Z"));
        assertThat(XmlDateTime.parse("yesterday")).isEmpty();
    }

    @Test
    void refusesDocumentTypesAndEntities() {
        var bomb = "<!DOCTYPE MPD [<!ENTITY a 'aaaa'>]>" + OPEN + "><BaseURL>&a;</BaseURL></MPD>";
        assertThatThrownBy(() -> Mpd.parse(bomb, Strictness.LENIENT))
                .isInstanceOf(MediaFormatException.class);
        var external = "<!DOCTYPE MPD SYSTEM 'file:///etc/hostname'>" + OPEN + "/>";
        assertThatThrownBy(() -> Mpd.parse(external, Strictness.LENIENT))
                .hasMessageContaining("document type declaration");
    }

    @Test
    void depthIsLimited() throws Exception {
        int inner = XmlParser.MAX_DEPTH - 1;
        var atLimit = OPEN + ">" + "<x>".repeat(inner) + "</x>".repeat(inner) + "</MPD>";
        assertThat(Mpd.parse(atLimit, Strictness.STRICT).extras().elements()).hasSize(1);
        var above = OPEN + ">" + "<x>".repeat(inner + 1) + "</x>".repeat(inner + 1) + "</MPD>";
        assertThatThrownBy(() -> Mpd.parse(above, Strictness.STRICT))
                .hasMessageContaining("XML depth is 65, the maximum is 64");
    }

    @Test
    void readsEveryEncoding() throws Exception {
        var text = OPEN + " id='d\u00E9j\u00E0'/>";
        var expected = Mpd.parse(text, Strictness.STRICT);
        assertThat(Mpd.parse(text.getBytes(UTF_8), Strictness.STRICT)).isEqualTo(expected);
        assertThat(Mpd.parse(("\uFEFF" + text).getBytes(UTF_8), Strictness.STRICT))
                .isEqualTo(expected);
        assertThat(Mpd.parse(text.getBytes(UTF_16), Strictness.STRICT)).isEqualTo(expected);
        var western = "<?xml version='1.0' encoding='ISO-8859-1'?>" + text;
        assertThat(Mpd.parse(western.getBytes(ISO_8859_1), Strictness.STRICT)).isEqualTo(expected);
        assertThatThrownBy(() -> Mpd.parse(text.getBytes(ISO_8859_1), Strictness.LENIENT))
                .hasMessageContaining("not all UTF-8");
    }

    @Test
    void attributesWithoutSpaceBetweenAreMendedWhenLenient() throws Exception {
        var text = OPEN + " id='a'type='dynamic'><!-- a='1'b='2' --></MPD>";
        assertThat(Mpd.parse(text, Strictness.LENIENT).type()).isEqualTo(PresentationType.DYNAMIC);
        assertThatThrownBy(() -> Mpd.parse(text, Strictness.STRICT))
                .hasMessageContaining("not well-formed");
    }
}
