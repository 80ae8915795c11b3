package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.testkit.Golden;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read from playlists that hold every tag and attribute, in full.
class GoldenPlaylistsTest {

    private static final String INPUTS =
            "/dev/anabranch/media/hls/PlaylistParserFuzzTestInputs/lenientParsingRoundTrips/";

    @ParameterizedTest
    @ValueSource(strings = {"every-tag", "every-multivariant-tag"})
    void everyTagAndAttributeIsReadAndWritten(String name) throws Exception {
        byte[] bytes;
        try (var in = getClass().getResourceAsStream(INPUTS + name + ".m3u8")) {
            bytes = in.readAllBytes();
        }
        var parsed = PlaylistParser.parse(bytes, ParseOptions.LENIENT);
        String written = new String(parsed.playlist().toBytes(), StandardCharsets.UTF_8);

        assertThat(
                        PlaylistParser.parse(parsed.playlist().toBytes(), ParseOptions.LENIENT)
                                .playlist())
                .isEqualTo(parsed.playlist());
        Golden.check("hls/golden/" + name + ".txt", dump(parsed) + "\n" + written);
    }

    private static String dump(ParsedPlaylist parsed) {
        String model =
                parsed.playlist().toString().replaceAll(", (?=[A-Za-z0-9]+\\[|\\w+=)", "\n  ");
        return model + "\nfindings " + parsed.findings() + "\n";
    }
}
