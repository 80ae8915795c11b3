package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.packager.FileSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--chunks` as people type it.
class TranscodeChunksTest {

    private static final Path FILM =
            Path.of("src/test/resources/media/bunny-270p.mp4").toAbsolutePath();

    @TempDir private Path folder;

    private Run transcode(String chunks, Object... more) {
        var words =
                new ArrayList<Object>(
                        List.of("transcode", FILM, "--ladder", "90p", "--chunks", chunks));
        words.addAll(List.of(more));
        return Run.of(words.toArray());
    }

    /// When each picture is shown and whether players can begin with it, as we read it.
    private static List<String> pictures(Path file) throws Exception {
        try (var source = FileSource.open(file)) {
            var samples = MovieReader.read(source).tracks().getFirst().samples();
            var lines = new ArrayList<String>();
            var cursor = samples.cursor(0);
            do {
                lines.add(cursor.dtsTicks() + " " + cursor.ptsTicks() + " " + cursor.isSync());
            } while (cursor.advance());
            return lines;
        }
    }

    @Test
    void piecesHaveTheFramesOfOneRun() throws Exception {
        var cut = folder.resolve("cut");
        var whole = folder.resolve("whole");

        assertThat(transcode("3", "-o", cut, "--single-file").exitCode()).isZero();
        assertThat(transcode("off", "-o", whole, "--single-file").exitCode()).isZero();

        var file = "video-90p/media.mp4";
        assertThat(pictures(cut.resolve(file)))
                .hasSize(384)
                .isEqualTo(pictures(whole.resolve(file)));
        assertThat(Run.of("validate", cut).exitCode()).isZero();
    }

    @Test
    void thePlanSaysHowManyPiecesThereWillBeAndWhy() {
        var plan = transcode("3", "--dry-run");

        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out())
                .containsPattern("chunks +3 of about 5 s")
                .contains("cut where segments begin, as was asked for");
        assertThat(transcode("off", "--dry-run").out()).doesNotContain("chunks");
    }

    @Test
    void byItselfItDoesNotCutAShortFilm() {
        assertThat(transcode("auto", "--dry-run").out())
                .containsPattern("chunks +one piece")
                .containsPattern("shorter than 40 s|processors? of this machine busy, by a table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "two", "1.5", ""})
    void whatIsNoNumberOfPiecesIsMisuse(String value) {
        var run = transcode(value, "--dry-run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains("'" + value + "' is not auto, off or a number");
    }
}
