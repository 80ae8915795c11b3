package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `transcode --ladder per-title` as a user meets it.
class PerTitleTest {

    @TempDir private Path temp;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --ladder per-title --metric psnr | --metric is auto, vmaf, xpsnr or ssim, not 'psnr'
                    --metric ssim | --metric is for --ladder per-title
                    --ladder 720p --report page.html | --report is for --ladder per-title
                    --ladder per-title --report . | --report is a file
                    --ladder per-title --crf 20 | leave one out
                    """)
    void whatCannotBeIsSaidBeforeAnythingStarts(String words, String message) {
        var arguments = new ArrayList<Object>(List.of("transcode", "none.mp4"));
        arguments.addAll(List.of(words.split(" ")));
        arguments.addAll(List.of("-o", temp.resolve("out")));
        var run = Run.of(arguments.toArray());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains(message);
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void theStandardInputCannotBeReadTwice() {
        var run = Run.of("transcode", "-", "--ladder", "per-title", "-o", temp.resolve("out"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains("save it in a file");
    }

    @Test
    void aFolderThatIsTakenIsRefusedBeforeTheFilmIsAnalysed() throws Exception {
        var out = Files.createDirectory(temp.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "keep me");
        var run = Run.of("transcode", "none.mp4", "--ladder", "per-title", "-o", out);

        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFLICT.status());
    }

    @Test
    void aReportReplacesNothingThatIsRead() throws Exception {
        var film = Files.writeString(temp.resolve("film.mp4"), "keep me");
        var run = Run.of("transcode", film, "--ladder", "per-title", "--report", film, "--dry-run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFLICT.status());
        assertThat(run.err()).contains("--report would replace");
        assertThat(film).hasContent("keep me");
    }

    @Test
    void aReportDoesNotLieWhereTheLadderIsToBe() throws Exception {
        var out = temp.resolve("out");
        var page = out.resolve("page.html");
        var run =
                Run.of("transcode", "x.mp4", "--ladder", "per-title", "-o", out, "--report", page);

        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFLICT.status());
        assertThat(run.err()).contains("lies in the output folder");
        assertThat(out).doesNotExist();
    }

    @Test
    void theFilmIsAnalysedThePlanPrintedAndAPageWritten() throws Exception {
        var film =
                new TestClips(
                                FfmpegProgram.find(
                                        FfmpegSearch.usual(Optional.empty(), System.getenv())),
                                temp)
                        .clocked(320, 180, 1);
        var page = temp.resolve("reports/page.html");
        var run =
                Run.of(
                        "transcode",
                        film,
                        "--ladder",
                        "per-title",
                        "--metric",
                        "ssim",
                        "--report",
                        page,
                        "--preset",
                        "fast",
                        "--dry-run");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("metric", "SSIM", "highest rung", "lowest rung");
        assertThat(run.err().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"event\":\"analysis\",\"share\":"));
        assertThat(Files.readString(page))
                .contains("Per-title ladder of clocked-320x180-1.mkv", "<svg");
    }
}
