package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Holds strict parsing against the verdicts of hls-parser 0.16.1 on its own test playlists.
class StrictCorpusTest {

    private static final String CORPUS = "/hls/hls-parser/corpus.txt";
    private static final String MARK = "==== ";

    @TestFactory
    Stream<DynamicTest> acceptsAndRejectsWhatHlsParserDoes() throws IOException {
        return cases().stream().map(each -> DynamicTest.dynamicTest(each.title, () -> judge(each)));
    }

    @TestFactory
    Stream<DynamicTest> whatItAcceptsComesBackTheSame() throws IOException {
        return cases().stream()
                .filter(each -> each.passes)
                .map(each -> DynamicTest.dynamicTest(each.title, () -> roundTrip(each)));
    }

    private static void judge(Case each) throws MediaFormatException {
        if (each.passes) {
            PlaylistParser.parse(each.bytes(), ParseOptions.STRICT);
            return;
        }
        assertThatThrownBy(() -> PlaylistParser.parse(each.bytes(), ParseOptions.STRICT))
                .isInstanceOf(MediaFormatException.class);
    }

    private static void roundTrip(Case each) throws MediaFormatException {
        var playlist = PlaylistParser.parse(each.bytes(), ParseOptions.STRICT).playlist();
        var again = PlaylistParser.parse(playlist.toBytes(), ParseOptions.LENIENT);
        assertThat(again.playlist()).isEqualTo(playlist);
        assertThat(again.findings()).isEmpty();
    }

    private static List<Case> cases() throws IOException {
        var cases = new ArrayList<Case>();
        try (var in = StrictCorpusTest.class.getResourceAsStream(CORPUS)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String block : text.split("(?m)^" + MARK, -1)) {
                if (!block.isEmpty()) {
                    int end = block.indexOf('\n');
                    String title = block.substring(0, end);
                    cases.add(new Case(title, title.startsWith("pass"), block.substring(end + 1)));
                }
            }
        }
        return cases;
    }

    private record Case(String title, boolean passes, String text) {

        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
