package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.media.MediaFormatException;
import java.net.URI;
import java.util.Map;

/// Any bytes are read or refused; what was read comes back the same and can be checked and skipped.
class PlaylistParserFuzzTest {

    private static final VariableSource VARIABLES =
            VariableSource.of(URI.create("https://a.example/p.m3u8?a=b"), Map.of("c", "d"));

    @FuzzTest(maxDuration = "3m")
    void lenientParsingRoundTrips(byte[] bytes) throws MediaFormatException {
        Playlist playlist;
        try {
            var parsed = PlaylistParser.parse(bytes, ParseOptions.LENIENT);
            PlaylistRules.check(parsed);
            playlist = parsed.playlist();
        } catch (MediaFormatException refused) {
            return;
        }
        var again = PlaylistParser.parse(playlist.toBytes(), ParseOptions.LENIENT).playlist();
        assertThat(again).isEqualTo(playlist);
        if (playlist instanceof MediaPlaylist media && media.skip() == null) {
            DeltaUpdates.merge(media, DeltaUpdates.skip(media));
            UpdateRules.check(media, media);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void strictParsingRefusesOrReads(byte[] bytes) {
        try {
            PlaylistParser.parse(bytes, ParseOptions.STRICT.with(VARIABLES)).playlist().toBytes();
        } catch (MediaFormatException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }
}
