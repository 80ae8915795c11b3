package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ways in which programs cut one address.
class StreamPathTest {

    @ParameterizedTest
    @CsvSource({
        "live, studio, live, studio, ''",
        "live/, studio, live, studio, ''",
        "/live//, /studio/, live, studio, ''",
        "live/_definst_, studio, live, studio, ''",
        "live/_definst_/, studio, live, studio, ''",
        "live, studio?token=a, live, studio, token=a",
        "live?token=a, studio, live, studio, token=a",
        "live?token=a, studio?b=c, live, studio, token=a&b=c",
        "live/studio, '', live, studio, ''",
        "live/studio/, '', live, studio, ''",
        "live/studio?key=k, '', live, studio, key=k",
        "live/studio, ?key=k, live, studio, key=k",
        "live/room, studio, live/room, studio, ''",
        "live, '', live, '', ''",
        "'', studio, '', studio, ''",
        "/, /, '', '', ''",
    })
    void isTheSameStream(String app, String name, String meant, String stream, String query) {
        assertThat(StreamPath.of(app, name)).isEqualTo(new StreamPath(meant, stream, query));
    }
}
