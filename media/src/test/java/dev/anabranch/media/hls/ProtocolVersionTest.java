package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// O1: the list of section 8.
class ProtocolVersionTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | #EXTINF:4,",
                "2 | #EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x000102030405060708090A0B0C0D0E0F",
                "3 | #EXTINF:4.0,",
                "4 | #EXT-X-BYTERANGE:1@0",
                "4 | #EXT-X-I-FRAMES-ONLY",
                "5 | #EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"",
                "5 | #EXT-X-KEY:METHOD=AES-128,URI=\"k\",KEYFORMAT=\"identity\"",
                "5 | #EXT-X-KEY:METHOD=AES-128,URI=\"k\",KEYFORMATVERSIONS=\"1\"",
                "5 | #EXT-X-I-FRAMES-ONLY;#EXT-X-MAP:URI=\"i\"",
                "6 | #EXT-X-MAP:URI=\"i\"",
                "8 | #EXT-X-DEFINE:NAME=\"a\",VALUE=\"b\"",
                "9 | #EXT-X-SKIP:SKIPPED-SEGMENTS=3",
                "10 | #EXT-X-SKIP:SKIPPED-SEGMENTS=3,RECENTLY-REMOVED-DATERANGES=\"\"",
                "11 | #EXT-X-DEFINE:QUERYPARAM=\"a\"",
            })
    void mediaPlaylistNeedsTheVersionOfItsNewestPart(int version, String lines) throws Exception {
        assertThat(
                        minimum(
                                "#EXT-X-TARGETDURATION:4\n"
                                        + lines.replace(';', '\n')
                                        + "\n#EXTINF:4,\na"))
                .isEqualTo(lines.startsWith("#EXTINF:4.0") ? 1 : version);
        assertThat(minimum("#EXT-X-TARGETDURATION:4\n" + lines.replace(';', '\n') + "\na"))
                .isEqualTo(version);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"c\",NAME=\"n\",INSTREAM-ID=\"CC1\"",
                "7 | #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"c\",NAME=\"n\",INSTREAM-ID=\"SERVICE1\"",
                "8 | #EXT-X-DEFINE:NAME=\"a\",VALUE=\"b\";#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID=\"c\",NAME=\"n\"",
                "12 | #EXT-X-STREAM-INF:BANDWIDTH=1,REQ-VIDEO-LAYOUT=\"CH-STEREO\";v",
                "12 | #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI=\"i\",REQ-VIDEO-LAYOUT=\"CH-STEREO\"",
                "13 | #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"c\",NAME=\"n\",INSTREAM-ID=\"1\"",
            })
    void multivariantPlaylistNeedsTheVersionOfItsNewestPart(int version, String lines)
            throws Exception {
        assertThat(minimum(lines.replace(';', '\n'))).isEqualTo(version);
    }

    private static int minimum(String lines) throws Exception {
        byte[] text = ("#EXTM3U\n" + lines + "\n").getBytes(StandardCharsets.UTF_8);
        return PlaylistParser.parse(text, ParseOptions.LENIENT).playlist().minimumVersion();
    }
}
