package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Poster, thumbnails, storyboard, sound alone and downloads, asked for on the command line.
class TranscodeExtrasTest {

    @TempDir Path folder;

    private Path clip() throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        return new TestClips(ffmpeg, folder).clocked(320, 180, 4);
    }

    @Test
    void everythingThatIsAskedForIsMadeAndNamed() throws Exception {
        var out = folder.resolve("out");
        var run =
                Run.of(
                        "transcode",
                        clip(),
                        "-o",
                        out,
                        "--preset",
                        "fast",
                        "--no-copy",
                        "--json",
                        "--poster",
                        "--thumbnail",
                        "1s,2.5s",
                        "--thumbnail",
                        "3000ms",
                        "--thumbnail-width",
                        "160",
                        "--storyboard",
                        "500ms",
                        "--storyboard-width",
                        "64",
                        "--storyboard-grid",
                        "4x2",
                        "--audio-only",
                        "--download");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var extras = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("extras");
        assertThat(extras)
                .extracting(extra -> extra.getAsJsonObject().get("path").getAsString())
                .containsExactly(
                        "poster.jpg",
                        "thumbnails/00-00-01.000.jpg",
                        "thumbnails/00-00-02.500.jpg",
                        "thumbnails/00-00-03.000.jpg",
                        "storyboard/storyboard.vtt",
                        "downloads/video-180p.mp4")
                .allSatisfy(path -> assertThat(out.resolve(path)).isNotEmptyFile());
        assertThat(Run.entries(out.resolve("storyboard")))
                .containsExactly("0.jpg", "1.jpg", "storyboard.vtt");
        var check = Run.of("validate", out);
        assertThat(check.exitCode()).as(check.out()).isZero();
    }

    @Test
    void aPlanSaysWhatIsMadeAndWhy() throws Exception {
        var run =
                Run.of(
                        "transcode",
                        clip(),
                        "--dry-run",
                        "--poster=1s",
                        "--storyboard",
                        "--download");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("poster +320x180, at 1\\.000 s +the time that was asked for")
                .containsPattern("storyboard +160x90 each 10\\.000 s, 5 by 5")
                .containsPattern("downloads +1 MP4 files");
    }

    @Test
    void aPosterWithoutATimeLeavesTheSourceToBeTheSource() throws Exception {
        var run = Run.of("transcode", "--dry-run", "--poster", "--storyboard", "--", clip());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("poster +320x180, at one of 0\\.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --poster=soon                  | is not a duration
                    --poster=0.0001s               | milliseconds
                    --thumbnail=1s,x               | is not a duration
                    --thumbnail=0.00001            | milliseconds
                    --thumbnail-width=100          | --thumbnail, which is not there
                    --storyboard=0s                | 100 ms to 1 h
                    --storyboard=2h                | 100 ms to 1 h
                    --storyboard-width=100         | --storyboard, which is not there
                    --storyboard-grid=5x5          | --storyboard, which is not there
                    --storyboard --storyboard-grid=5    | is not a grid
                    --storyboard --storyboard-grid=0x5  | 1 to 20
                    --storyboard --storyboard-width=161 | even
                    --storyboard --storyboard-width=642 | 16 to 640
                    --thumbnail=1 --thumbnail-width=4000 | 16 to 1920
                    """)
    void whatCannotBeIsAUsageError(String options, String message) {
        var words = new ArrayList<Object>(List.of("transcode", "--dry-run"));
        words.addAll(List.of(options.split(" ")));
        words.add("--");
        words.add("film.mkv");
        var run = Run.of(words.toArray());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains(message);
    }

    @Test
    void aTimeBehindTheEndIsRefusedAndNothingIsLeft() throws Exception {
        var out = folder.resolve("late");
        var run = Run.of("transcode", clip(), "-o", out, "--thumbnail", "1m");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_NOT_USABLE.status());
        assertThat(run.err()).contains("thumbnail", "60.000 s", "4.0");
        assertThat(out).doesNotExist();
    }
}
