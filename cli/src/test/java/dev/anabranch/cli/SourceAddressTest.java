package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may be seen of the address of a source.
class SourceAddressTest {

    @ParameterizedTest
    @CsvSource({
        "rtmp://a.example:1936/live/sk_a-secret-key, rtmp://a.example:1936",
        "rtsp://user:password@a.example/stream, rtsp://a.example",
        "srt://a.example:9000?streamid=very-secret, srt://a.example:9000",
        "https://a.example/live/x/token=12345678/index.m3u8?a=b, https://a.example",
        "film.mkv, film.mkv",
    })
    void onlyWhereItLeadsIsShown(String text, String shown) {
        assertThat(new SourceAddress(text)).hasToString(shown);
    }

    @Test
    void whatFfmpegSaysIsOneLineWithoutKeysAndRepetitions() {
        var source = new SourceAddress("rtmp://me:pass@a.example/live/sk_a-secret-key");

        var told =
                source.told(
                        """
                        ffmpeg failed with status 1
                        Server error: there is no live/sk_a-secret-key
                        Error opening input: Operation not permitted
                        Error opening input file rtmp://me:pass@a.example/live/sk_a-secret-key.
                        """);

        assertThat(told).isEqualTo("Server error: there is no live/…");
    }

    @Test
    void whereNothingIsSaidTheStatusIs() {
        assertThat(new SourceAddress("rtmp://a.example/live/x").told("ffmpeg failed with status 9"))
                .isEqualTo("ffmpeg failed with status 9");
    }
}
