package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What a newcomer types: help, numbers that cannot be, an environment that is half set.
@Timeout(120)
class CommandLineTest {

    private static final Pattern HINT = Pattern.compile("'anabranch ([a-z -]+)' explains");

    @TempDir private Path temp;

    static List<List<String>> allCommands() {
        var all = new ArrayList<List<String>>();
        collect(List.of(), Main.commandLine(), all);
        return all;
    }

    /// Those that are not about others: of them picocli takes anything.
    static List<List<String>> commandsWithOptions() {
        return allCommands().stream()
                .filter(words -> !List.of("help", "generate-completion").contains(words.getFirst()))
                .toList();
    }

    private static void collect(List<String> words, CommandLine line, List<List<String>> all) {
        for (var entry : line.getSubcommands().entrySet()) {
            var deeper = new ArrayList<>(words);
            deeper.add(entry.getKey());
            all.add(deeper);
            collect(deeper, entry.getValue(), all);
        }
    }

    @ParameterizedTest
    @MethodSource("allCommands")
    void everyCommandExplainsItself(List<String> words) {
        var usage = "Usage: anabranch " + String.join(" ", words);
        for (var flag : List.of("-h", "--help")) {
            var line = new ArrayList<>(words);
            line.add(flag);
            var run = Run.of(line.toArray());
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains(usage);
        }
        var line = new ArrayList<>(List.of("help"));
        line.addAll(words);
        var run = Run.of(line.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains(usage);
    }

    @ParameterizedTest
    @MethodSource("commandsWithOptions")
    void hintsAfterErrorsNameWhatThereIs(List<String> words) {
        var line = new ArrayList<>(words);
        line.add("--no-such-option-anywhere");
        var misused = Run.of(line.toArray());
        assertThat(misused.exitCode()).isEqualTo(ExitCode.USAGE.status());
        var hint = HINT.matcher(misused.err());
        if (hint.find()) {
            var followed = Run.of((Object[]) hint.group(1).split(" "));
            assertThat(followed.exitCode()).isZero();
            assertThat(followed.out()).contains("Usage: anabranch " + String.join(" ", words));
        }
    }

    @Test
    void benchIsMentionedThoughItIsElsewhere() {
        assertThat(Run.of("--help").out()).contains("anabranch bench --help");
        assertThat(Run.of("help", "bench").out()).contains("anabranch bench --help");
        var unknown = Run.of("help", "nothing");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE.status());
        assertThat(unknown.err()).contains("'nothing'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve --part 3s",
                "serve --part 10ms",
                "serve --live-segment 0s",
                "serve --live-segment 20s",
                "serve --live-segment 1s --part 1500ms",
                "serve --port 70000",
                "serve --port -1",
                "serve --rtmp-port 65536",
                "serve --rtmps-port -2",
                "serve --segment 0s",
                "serve --segment 2h",
                "serve --publish nobody",
                "play http://localhost:1/ --headless --duration 0s",
                "validate http://localhost:1/ --duration 0s",
                "push --test --to rtmp://localhost:1/a/b --fps 0",
                "push --test --to rtmp://localhost:1/a/b --fps 1000",
                "push --test --to rtmp://localhost:1/a/b --size 1x1",
                "package film.mp4 -o out --threads 0",
                "package film.mp4 -o out --segment 0s",
            })
    void whatIsOutOfRangeIsAUsageError(String words) {
        var line = words.split(" ");
        var run = Run.of((Object[]) line);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).doesNotContain("bug", "\tat ");
    }

    @Test
    void aRangeIsTold() {
        assertThat(Run.of("serve", "--part", "3s").err()).contains("--part must be in 50ms..2s");
        assertThat(Run.of("serve", "--live-segment", "0s").err())
                .contains("--live-segment must be in 500ms..10s");
        assertThat(Run.of("serve", "--publish", "x").err())
                .contains("one of keys, local, anyone, not 'x'");
    }

    @Test
    void aSegmentOfTheFileThatIsShorterThanAPartOfTheFlagIsAUsageError() throws Exception {
        var file = Files.writeString(temp.resolve("a.yaml"), "live:\n  segment: 1s\n");
        var run = Run.of("serve", "--config", file, "--part", "1500ms");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains("--part").contains("1000ms");
    }

    @Test
    void anEmptyVariableIsOneThatIsNotSet() {
        var run =
                run(
                        Map.of("ANABRANCH_PORT", "", "ANABRANCH_PUBLISH", " "),
                        "serve",
                        "--part",
                        "3s");
        assertThat(run.err()).contains("--part must be").doesNotContain("--port", "ANABRANCH");
        assertThat(new Environment(Map.of(Environment.LOG, "")).find(Environment.LOG)).isEmpty();
    }

    @Test
    void aBadVariableIsNamed() {
        for (var bad : List.of("x", "70000")) {
            var run = run(Map.of("ANABRANCH_PORT", bad), "serve");
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
            assertThat(run.err()).contains("ANABRANCH_PORT in the environment: ");
        }
        assertThat(run(Map.of("ANABRANCH_PART", "3s"), "serve").err())
                .contains("ANABRANCH_PART in the environment: ");
        var given = run(Map.of("ANABRANCH_PORT", "8080"), "serve", "--port", "x");
        assertThat(given.err()).contains("--port").doesNotContain("ANABRANCH_PORT");
        assertThat(LogLevel.choose(new Environment(Map.of(Environment.LOG, "loud"))).orElseThrow())
                .contains("ANABRANCH_LOG", "'loud'", "debug");
    }

    @Test
    void allVariablesAreInTheDocumentation() throws Exception {
        var page = Files.readString(Path.of("../docs/config.md"));
        assertThat(page)
                .contains(Environment.OF_OPTIONS.values())
                .contains(Environment.ADMIN_SECRET, Environment.LOG, Environment.DEBUG);
        var serve = Main.commandLine().getSubcommands().get("serve");
        var help = serve.getUsageMessage();
        for (var option : serve.getCommandSpec().options()) {
            var variable = Environment.OF_OPTIONS.get(option.longestName());
            if (variable != null) {
                assertThat(help).contains(variable.substring("ANABRANCH".length()));
            }
        }
    }

    @Test
    void filmsThatAreNotServedAreNamed() throws Exception {
        Files.createDirectories(temp.resolve("deep"));
        Files.writeString(temp.resolve("deep/film.MKV"), "");
        Files.writeString(temp.resolve("film.mp4"), "");
        assertThat(PassedOver.in(List.of(temp)))
                .singleElement()
                .asString()
                .contains("film.MKV")
                .doesNotContain("film.mp4");
        Files.delete(temp.resolve("deep/film.MKV"));
        assertThat(PassedOver.in(List.of(temp))).isEmpty();
    }

    private static Run run(Map<String, String> environment, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode =
                Main.commandLine(new Environment(environment), words)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(words);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
