package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Command lines of `serve` that cannot be served.
class ServeCommandTest {

    @TempDir private Path temp;

    @ParameterizedTest
    @CsvSource({
        "--segment, 50ms, --segment must be between 100ms and 1h",
        "--segment, 2h, --segment must be between 100ms and 1h",
        "--tls-key, key.pem, go together"
    })
    void aWrongOptionExitsWithTwo(String option, String value, String words) {
        assertFailed(
                Run.of("serve", temp, "--port", "0", "--ephemeral", "--no-rtmp", option, value),
                ExitCode.USAGE,
                words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "https://example.com/",
                "https://a.example/b",
                "HTTPS://A.example"
            })
    void anOriginThatNoBrowserSendsIsRefused(String origin) {
        assertFailed(
                Run.of(
                        "serve",
                        temp,
                        "--port",
                        "0",
                        "--ephemeral",
                        "--no-rtmp",
                        "--cors",
                        "https://ok.example," + origin),
                ExitCode.USAGE,
                "'" + origin + "' is neither");
    }

    @Test
    void aFileIsNoFolderToServe() throws Exception {
        var file = Files.writeString(temp.resolve("film.mp4"), "x");
        assertFailed(
                Run.of("serve", file, "--port", "0", "--ephemeral", "--no-rtmp"),
                ExitCode.CONFLICT,
                "this is a file");
        assertFailed(
                Run.of("serve", temp.resolve("gone"), "--port", "0", "--ephemeral", "--no-rtmp"),
                ExitCode.NOT_FOUND,
                "gone: there is no such");
    }

    @Test
    void tlsFilesThatCannotBeUsedAreNamed() throws Exception {
        var text = Files.writeString(temp.resolve("text.pem"), "hello");
        assertFailed(
                Run.of(
                        "serve",
                        temp,
                        "--port",
                        "0",
                        "--ephemeral",
                        "--no-rtmp",
                        "--tls-certificate",
                        text,
                        "--tls-key",
                        text),
                ExitCode.INPUT_NOT_USABLE,
                "text.pem",
                "PEM");
        assertFailed(
                Run.of(
                        "serve",
                        temp,
                        "--port",
                        "0",
                        "--ephemeral",
                        "--no-rtmp",
                        "--tls-certificate",
                        text,
                        "--tls-key",
                        temp.resolve("gone.pem")),
                ExitCode.NOT_FOUND,
                "gone.pem");
    }

    @Test
    void anAddressThatIsNotOursIsNamed() {
        assertFailed(
                Run.of(
                        "serve",
                        temp,
                        "--port",
                        "0",
                        "--ephemeral",
                        "--no-rtmp",
                        "--host",
                        "192.0.2.1"),
                ExitCode.FAILED,
                "--host 192.0.2.1 is not an address of this machine");
    }

    private static void assertFailed(Run run, ExitCode exitCode, String... words) {
        assertThat(run.err())
                .contains(words)
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain("bug of ours");
        assertThat(run.exitCode()).isEqualTo(exitCode.status());
    }
}
