package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where output goes, and where it must not go.
class OutputFolderTest {

    private static final Path INPUT = Run.sample("moov_last_simple.mp4");

    @TempDir private Path temp;

    @Test
    void aFolderWithSomethingInItIsReplacedOnlyByForce() throws Exception {
        var out = Files.createDirectory(temp.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "keep me");

        assertFailed(
                Run.of("package", INPUT, "-o", out),
                ExitCode.CONFLICT,
                "there is something in this folder",
                "--force");
        assertThat(Run.entries(temp)).containsExactly("out");
        assertThat(Run.entries(out)).containsExactly("mine.txt");

        assertThat(Run.of("package", INPUT, "-o", out, "--force").exitCode()).isZero();
        assertThat(Run.entries(temp)).containsExactly("out");
        assertThat(Run.entries(out))
                .contains("index.m3u8", "manifest.mpd")
                .doesNotContain("mine.txt");
    }

    @Test
    void forceDoesNotDeleteTheInput() throws Exception {
        var out = Files.createDirectory(temp.resolve("films"));
        var film = Files.copy(INPUT, out.resolve("film.mp4"));
        assertFailed(
                Run.of("package", film, "-o", out, "--force"),
                ExitCode.CONFLICT,
                "film.mp4 lies in",
                "films");
        assertThat(film).exists();

        var other = Files.createSymbolicLink(temp.resolve("link"), out);
        assertFailed(
                Run.of("package", INPUT, "-o", other, "--force", "--audio", "en=" + film),
                ExitCode.CONFLICT,
                "lies in");
        assertThat(film).exists();
    }

    @Test
    void forceDoesNotDeleteTheFolderOneIsIn() throws Exception {
        assertFailed(
                Run.of("package", INPUT, "-o", Path.of("").toAbsolutePath(), "--force"),
                ExitCode.CONFLICT,
                "the folder you are in");
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        var file = Files.writeString(temp.resolve("file"), "x");
        assertFailed(
                Run.of("package", INPUT, "-o", file),
                ExitCode.CONFLICT,
                "this is a file, not a folder");
        assertFailed(
                Run.of("package", INPUT, "-o", file.resolve("out")),
                ExitCode.CONFLICT,
                "this is a file, not a folder");
        assertFailed(
                Run.of("package", INPUT, "-o", file.resolve("a/b/out")),
                ExitCode.CONFLICT,
                "this is a file, not a folder");
        assertThat(Run.entries(temp)).containsExactly("file");
    }

    @Test
    void missingParentsAreMadeAndGoAgainOnFailure() throws Exception {
        var broken = broken();
        assertFailed(
                Run.of("package", broken, "-o", temp.resolve("a/b/out"), "--container", "ts"),
                ExitCode.INPUT_NOT_USABLE,
                "NAL unit");
        assertThat(temp.resolve("a")).doesNotExist();

        assertThat(Run.of("package", INPUT, "-o", temp.resolve("a/b/out")).exitCode()).isZero();
        assertThat(temp.resolve("a/b/out/index.m3u8")).exists();
    }

    @Test
    void namesMayHaveSpacesAndAnyLetters() throws Exception {
        var film = Files.copy(INPUT, temp.resolve("mein Film – ü 日本 #1?&%20.mp4"));
        var out = temp.resolve("aus gabe – ü 日本 %2e");
        var run = Run.of("package", film, "-o", out);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains(out.getFileName().toString());
        assertThat(out.resolve("index.m3u8")).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "--segment, 0, --segment must be between 100ms and 1h",
        "--segment, 2h, --segment must be between 100ms and 1h",
        "--segment, 999999999h, is longer than a century",
        "--segment, -3s, is not a duration",
        "--threads, 0, --threads must be at least 1",
        "--container, avi, avi",
        "--bogus, 1, Unknown option",
        "--audio, film.mp4, is not a language and a file"
    })
    void whatIsNoCommandLineExitsWithTwo(String option, String value, String words)
            throws Exception {
        assertFailed(
                Run.of("package", INPUT, "-o", temp.resolve("out"), option, value),
                ExitCode.USAGE,
                words);
        assertThat(Run.entries(temp)).isEmpty();
    }

    @Test
    void aMissingOutputOrInputOrCommandExitsWithTwo() throws Exception {
        assertFailed(Run.of("package", INPUT), ExitCode.USAGE, "--output");
        assertFailed(Run.of("package", INPUT, "-o", ""), ExitCode.USAGE, "--output must name");
        assertFailed(Run.of("package", "-o", temp.resolve("out")), ExitCode.USAGE, "IN");
        assertFailed(Run.of(), ExitCode.USAGE, "Which command?");
        assertFailed(Run.of("frobnicate"), ExitCode.USAGE, "frobnicate");
        assertThat(Run.of("package", "--bogus", INPUT, "-o", temp.resolve("out")).err())
                .startsWith("anabranch: Unknown option: '--bogus'")
                .doesNotContain("Usage:");
    }

    /// A sound index whose first picture is broken: found only while segments are written.
    private Path broken() throws Exception {
        var bytes = Files.readAllBytes(INPUT);
        var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("mdat") + 4] = 0x7F;
        return Files.write(temp.resolve("broken.mp4"), bytes);
    }

    private static void assertFailed(Run run, ExitCode exitCode, String... words) {
        assertThat(run.err()).contains(words).doesNotContain("\tat ").doesNotContain("bug of ours");
        assertThat(run.exitCode()).isEqualTo(exitCode.status());
    }
}
