package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {

    private static final URI ADDRESS = URI.create("https://a.example/v.m3u8?token=a%20b%2Bc+d&x=");
    private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:11\n#EXT-X-TARGETDURATION:4\n";

    @Test
    void replacesReferencesInUriLinesQuotedStringsAndHexSequences() throws Exception {
        var parsed =
                parse(
                        HEAD
                                + "#EXT-X-DEFINE:NAME=\"p\",VALUE=\"x\"\n"
                                + "#EXT-X-DEFINE:IMPORT=\"host\"\n"
                                + "#EXT-X-DEFINE:IMPORT=\"raw\"\n"
                                + "#EXT-X-DEFINE:QUERYPARAM=\"token\"\n"
                                + "#EXT-X-KEY:METHOD=AES-128,URI=\"{$host}/k\",IV=0x{$host}\n"
                                + "#EXTINF:4,{$p}\n{$host}/{$p}?{$token}{$raw}{$no-reference\n",
                        VariableSource.of(ADDRESS, Map.of("host", "AB", "raw", "{$q}")));
        var segment = parsed.media().segments().getFirst();

        assertThat(segment.uri()).isEqualTo("AB/x?a b+c+d{$q}{$no-reference");
        assertThat(segment.title()).isEqualTo("{$p}");
        assertThat(segment.keys().getFirst().uri()).isEqualTo("AB/k");
        assertThat(segment.keys().getFirst().iv()).isEqualTo(new HexSequence("0xAB"));
        assertThat(parsed.variables()).containsEntry("token", "a b+c+d").containsEntry("p", "x");
    }

    @Test
    void undefinedReferenceIsAnErrorEvenWhenLenient() {
        assertRefused(
                "#EXTINF:4,\n{$p}\n#EXT-X-DEFINE:NAME=\"p\",VALUE=\"x\"\n", "{$p} is not defined");
        assertRefused("#EXT-X-MAP:URI=\"{$p}\"\n#EXTINF:4,\na\n", "{$p} is not defined");
    }

    @Test
    void definitionsThatCannotBeMetAreErrors() {
        assertRefused("#EXT-X-DEFINE:IMPORT=\"q\"\n", "no variable q to import");
        assertRefused("#EXT-X-DEFINE:QUERYPARAM=\"q\"\n", "no query parameter q");
        assertRefused("#EXT-X-DEFINE:QUERYPARAM=\"x\"\n", "a query parameter that");
        assertRefused(
                "#EXT-X-DEFINE:NAME=\"a\",VALUE=\"1\"\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"1\"\n",
                "is defined already");
        assertRefused("#EXT-X-DEFINE:NAME=\"a\"\n", "VALUE is required");
        assertRefused("#EXT-X-DEFINE:NAME=\"a\",VALUE=\"\",IMPORT=\"b\"\n", "exactly one of");
        assertRefused("#EXT-X-DEFINE:NAME=\"a b\",VALUE=\"\"\n", "a variable name holds only");
    }

    @Test
    void thereAreSoManyVariablesAndNoMore() throws Exception {
        var most = new StringBuilder();
        for (int i = 0; i < Variables.MAX_VARIABLES; i++) {
            most.append("#EXT-X-DEFINE:NAME=\"v").append(i).append("\",VALUE=\"x\"\n");
        }
        assertThat(parse(HEAD + most, VariableSource.of(ADDRESS)).variables())
                .hasSize(Variables.MAX_VARIABLES);
        assertRefused(
                most + "#EXT-X-DEFINE:NAME=\"more\",VALUE=\"x\"\n",
                "number of variables is 10001, the maximum is 10000");
    }

    @Test
    void leavesReferencesAloneWhenNotAsked() throws Exception {
        String text = HEAD + "#EXT-X-DEFINE:IMPORT=\"p\"\n#EXTINF:4,\n{$p}.ts\n";
        var playlist = parse(text, VariableSource.UNRESOLVED).media();

        assertThat(playlist.segments().getFirst().uri()).isEqualTo("{$p}.ts");
        assertThat(playlist.defines()).containsExactly(Define.imported("p"));
    }

    private static void assertRefused(String lines, String message) {
        assertThatThrownBy(() -> parse(HEAD + lines, VariableSource.of(ADDRESS)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("line ");
    }

    private static ParsedPlaylist parse(String text, VariableSource variables)
            throws MediaFormatException {
        return PlaylistParser.parse(
                text.getBytes(StandardCharsets.UTF_8), ParseOptions.LENIENT.with(variables));
    }
}
