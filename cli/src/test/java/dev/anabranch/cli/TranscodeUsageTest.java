package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `anabranch transcode` says of values that cannot be, before it looks at the source.
class TranscodeUsageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --crf=0                 | --crf must be in 1..51
                    --crf=52                | --crf must be in 1..51
                    --channels=3            | --channels: channels=3, known are [1, 2, 6]
                    --audio-bitrate=1k      | --audio-bitrate: bitsPerSecond=1000, it is 8000 to 1536000
                    --profile=high10        | --profile: profile=high10, known are
                    --level=9.9             | --level: level=99
                    --segment=50ms          | --segment must be in 100ms..60s
                    --segment=2m            | --segment must be in 100ms..60s
                    --threads=-1            | --threads must be in 0..1024
                    --nice=20               | --nice must be in 0..19
                    --language=1=deutsch_1  | --language: language=deutsch_1
                    --end=0s                | --end must be after --start
                    --start=5s --end=5s     | --end must be after --start
                    --thumbnail=0.00001     | --thumbnail: thumbnail=
                    --poster=0.0001s        | --poster: poster=
                    --storyboard=0s         | --storyboard: storyboard interval=
                    --storyboard --storyboard-width=161 | --storyboard-width: storyboard tileWidth=161
                    --storyboard --storyboard-grid=0x5  | --storyboard-grid: storyboard columns=0
                    --watermark=w.png --watermark-opacity=1.5 | --watermark-opacity must be in 0..1
                    --watermark=w.png --watermark-scale=0     | --watermark-scale must be above 0, at most 1
                    --text=a --font=a.ttf --text-opacity=-1   | --text-opacity must be in 0..1
                    --text=a --font=a.ttf --text-scale=NaN    | --text-scale must be above 0, at most 1
                    """)
    void whatCannotBeIsToldByTheNameOfItsOption(String options, String message) {
        var words = new ArrayList<Object>(List.of("transcode", "--dry-run"));
        words.addAll(List.of(options.split(" ")));
        words.addAll(List.of("--", "film.mkv"));
        var run = Run.of(words.toArray());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).startsWith("anabranch: " + message);
    }
}
