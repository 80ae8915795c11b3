package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Subtitles of the source and beside it, on the command line.
@Timeout(120)
class TranscodeSubtitlesTest {

    @TempDir Path folder;

    private Path source;
    private Path french;

    @BeforeEach
    void make() throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        var clips = new TestClips(ffmpeg, folder);
        var text = "1\n00:00:01,000 --> 00:00:02,000\nsaid\n";
        french = Files.writeString(folder.resolve("fr.srt"), text);
        var english = Files.writeString(folder.resolve("en.srt"), text);
        source = clips.subtitled(clips.clocked(320, 180, 4), List.of(english), List.of("eng"));
    }

    private Run transcode(Path out, Object... more) {
        var words = new ArrayList<Object>(List.of("transcode", source, "-o", out));
        words.addAll(List.of("--preset", "fast", "--no-copy"));
        words.addAll(List.of(more));
        return Run.of(words.toArray());
    }

    @Test
    void aPlanNamesEachWithWhatBecomesOfIt() {
        var both = Run.of("transcode", source, "--dry-run", "--subtitles", "fr=" + french);
        var none = Run.of("transcode", source, "--dry-run", "--no-subtitles");

        assertThat(both.out())
                .containsPattern("subtitles fr +from fr.srt +as was asked")
                .containsPattern("subtitles en +carried over +stream 2, subrip becomes WebVTT");
        assertThat(none.out())
                .containsPattern("subtitles en +left out +stream 2, subrip, as was asked");
    }

    @Test
    void theOutputHasThemAndIsValid() throws Exception {
        var out = folder.resolve("out");

        var run = transcode(out, "--subtitles", "fr=" + french);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain("warning");
        assertThat(Files.readString(out.resolve("index.m3u8")))
                .contains("NAME=\"French\"", "NAME=\"English\"");
        assertThat(Run.entries(out)).contains("text-en", "text-fr");
        var check = Run.of("validate", out);
        assertThat(check.exitCode()).as(check.out()).isZero();
    }

    @Test
    void aFileThatIsNotThereEndsItBeforeAnythingIsEncoded() {
        var out = folder.resolve("out");

        var run = transcode(out, "--subtitles", "fr=" + folder.resolve("none.srt"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.status());
        assertThat(run.err()).contains("none.srt");
        assertThat(out).doesNotExist();
    }

    @Test
    void aFolderWithTheSubtitlesInItIsNotReplaced() throws Exception {
        var out = Files.createDirectory(folder.resolve("out"));
        var inside = Files.copy(french, out.resolve("fr.srt"));

        var run = transcode(out, "--force", "--subtitles", "fr=" + inside);

        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFLICT.status());
        assertThat(inside).exists();
    }
}
