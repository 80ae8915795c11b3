package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher `anabranch` in a checkout of nothing, with a Java and a Maven that only say what
/// they were asked.
class LauncherTest {

    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "find",
                    "grep",
                    "head",
                    "ln",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sleep",
                    "touch");

    /// Makes the cache when it is to train; else prints its arguments, one a line.
    private static final String JAVA =
            """
            #!/bin/sh
            for word in "$@"; do
                case $word in
                    -XX:AOTCacheOutput=*)
                        printf '%s\\n' "train" >>"$CALLS"
                        [ -z "${NO_TRAINING:-}" ] || exit 1
                        printf '%s' "cache" >"${word#*=}"
                        exit ;;
                esac
            done
            printf '%s\\n' "$@"
            """;

    /// Waits for a line from the pipe `gate` beside the checkout, when there is one.
    private static final String MAVEN =
            """
            #!/bin/sh
            printf '%s\\n' "build" >>"$CALLS"
            [ ! -p "$GATE" ] || read -r go <"$GATE"
            [ -z "${NO_BUILD:-}" ] || { printf '%s\\n' '[INFO] so far' '[ERROR] it is broken'; exit 1; }
            mkdir -p "$CHECKOUT/cli/target"
            printf '%s' "jar" >"$CHECKOUT/cli/target/anabranch.jar"
            """;

    @TempDir private Path temp;

    private Path checkout;
    private Path tools;
    private Path jdk;
    private Path source;

    @BeforeEach
    void layOut() throws IOException {
        assumeTrue(Command.find("sh").isPresent(), "there is no sh");
        temp = temp.toRealPath();
        checkout = Files.createDirectories(temp.resolve("a checkout"));
        tools = Files.createDirectories(temp.resolve("tools"));
        jdk = java("usr/lib/jvm/temurin-25", "25.0.3");
        for (var tool : TOOLS) {
            var path = Command.find(tool).orElseThrow();
            program(tools.resolve(tool), "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(path));
        }
        program(tools.resolve("mvn"), MAVEN);
        source = checkout.resolve("media/src/main/java/A.java");
        Files.createDirectories(source.getParent());
        Files.createDirectories(checkout.resolve("cli"));
        Files.writeString(source, "class A {}");
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        // What it looks for in the system it finds below temp.
        var text =
                Files.readString(Path.of("../anabranch"))
                        .replaceAll("(?<= )/(?=(usr|opt|Library)/)", temp + "/");
        program(launcher(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "ksh"})
    void runsUnderAnyShell(String shell) throws Exception {
        assumeTrue(Command.find(shell).isPresent(), shell + " is not here");
        var path = Command.find(shell).orElseThrow().toString();
        var run = run(List.of(path, launcher().toString(), "--help"));
        assertThat(run.err())
                .isEqualTo(
                        "anabranch: building once; this takes one to two minutes\n"
                                + "anabranch: preparing faster starts, once after a build; this takes ten to forty seconds\n");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("-jar\n" + jar() + "\n--help\n");
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
        var run = run("package", "a film.mp4", "", "*", "--json");
        assertThat(run.out()).endsWith(jar() + "\npackage\na film.mp4\n\n*\n--json\n");
    }

    @Test
    void runsThroughSymbolicLinksFromAnyFolder() throws Exception {
        var links = Files.createDirectories(temp.resolve("some links"));
        Files.createSymbolicLink(links.resolve("second"), launcher());
        Files.createSymbolicLink(links.resolve("anabranch"), Path.of("second"));
        var run = run(List.of(links.resolve("anabranch").toString(), "--version"));
        assertThat(run.out()).endsWith("-jar\n" + jar() + "\n--version\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theProgramHearsHowItWasCalled() throws Exception {
        assertThat(run("--help").out()).contains("-Danabranch.invoked=" + launcher() + "\n");

        var onPath =
                run(
                        List.of(launcher().toString(), "--help"),
                        "PATH=" + tools + ":" + launcher().getParent());
        assertThat(onPath.out()).contains("-Danabranch.invoked=" + launcher().getFileName() + "\n");
    }

    @Test
    void buildsAndTrainsOnceUntilASourceIsNewer() throws Exception {
        assertThat(run("--help").out()).contains("-XX:AOTCache=" + cache("package"));
        assertThat(run("--help").out()).contains("-XX:AOTCache=" + cache("package"));
        assertThat(calls()).containsExactly("build", "train");

        var built = Files.getLastModifiedTime(jar()).toInstant();
        Files.setLastModifiedTime(source, FileTime.from(built.plusSeconds(1)));
        assertThat(run("--help").err()).contains("building once");
        assertThat(calls()).containsExactly("build", "train", "build", "train");
    }

    @Test
    void trainsForEachKindOfCommandAndForEachJava() throws Exception {
        run("package", "film.mp4");
        run("inspect", "film.mp4");
        run("package", "film.mp4", "--json");
        run("serve");
        java("usr/lib/jvm/temurin-25", "25.0.4");
        run("serve");
        assertThat(calls()).containsExactly("build", "train", "train", "train", "train");
        assertThat(Run.entries(jar().getParent()))
                .containsExactly(
                        "anabranch-check-25.0.3+9.aot",
                        "anabranch-package-25.0.3+9.aot",
                        "anabranch-serve-25.0.3+9.aot",
                        "anabranch-serve-25.0.4+9.aot",
                        "anabranch.jar");
    }

    @Test
    void runsWithoutACacheThatCannotBeMade() throws Exception {
        var run = run(List.of(launcher().toString(), "--help"), "NO_TRAINING=yes");
        assertThat(run.out()).doesNotContain("AOTCache").endsWith("--help\n");
        assertThat(run.exitCode()).isZero();
        assertThat(Run.entries(jar().getParent())).containsExactly("anabranch.jar");
    }

    @Test
    void runsWhereNothingCanBeWritten() throws Exception {
        run("--help");
        Files.delete(cache("package"));
        var readOnly = List.of(jar().getParent(), checkout.resolve("target"), checkout);
        try {
            for (var folder : readOnly) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
            }
            assumeTrue(!Files.isWritable(checkout), "root may write everywhere");
            var run = run("--help");
            assertThat(run.out()).doesNotContain("AOTCache").endsWith("--help\n");
            assertThat(run.err()).isEmpty();
            assertThat(calls()).as("nothing is tried in vain").containsExactly("build", "train");
        } finally {
            for (var folder : readOnly) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    @Test
    void oneOfTwoFirstStartsBuildsAndTheOtherWaits() throws Exception {
        assumeTrue(Command.find("mkfifo").isPresent(), "mkfifo is not here");
        var gate = temp.resolve("gate");
        assertThat(run(List.of(Command.find("mkfifo").orElseThrow() + "", gate + "")).exitCode())
                .isZero();
        var first = start(List.of(launcher().toString(), "--help"));
        var second = start(List.of(launcher().toString(), "--version"));
        try (var said = first.errorReader();
                var answered = second.errorReader()) {
            var lines = List.of(said.readLine(), answered.readLine());
            assertThat(lines).filteredOn(line -> line.contains("building once")).hasSize(1);
            assertThat(lines).filteredOn(line -> line.contains("waiting for process")).hasSize(1);
            Files.writeString(gate, "go\n");
            assertThat(first.inputReader().lines()).endsWith("--help");
            assertThat(second.inputReader().lines()).endsWith("--version");
            assertThat(first.waitFor()).isZero();
            assertThat(second.waitFor()).isZero();
        } finally {
            Command.kill(first);
            Command.kill(second);
        }
        assertThat(calls()).filteredOn("build"::equals).hasSize(1);
        assertThat(Run.entries(jar().getParent()))
                .containsExactly("anabranch-package-25.0.3+9.aot", "anabranch.jar");
        assertThat(Run.entries(checkout.resolve("target"))).containsExactly("build.log");
    }

    @Test
    void aLockThatItsOwnerDidNotLiveToRemoveHoldsNobodyUp() throws Exception {
        var gone = start(List.of(tools.resolve("sh").toString(), "-c", ":"));
        assertThat(gone.waitFor()).isZero();
        var folder = Files.createDirectories(checkout.resolve("target"));
        Files.createSymbolicLink(folder.resolve("build.lock"), Path.of("" + gone.pid()));
        assertThat(run("--help").exitCode()).isZero();
        assertThat(calls()).containsExactly("build", "train");
    }

    @Test
    void findsAJava25BesideAnotherJavaHome() throws Exception {
        var old = java("home/jdk-17", "17.0.9");
        var run = run(List.of(launcher().toString(), "--help"), "JAVA_HOME=" + old);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("--help\n");
    }

    @Test
    void prefersTheJavaOfThePathToThatOfTheSystem() throws Exception {
        var mine = java("mine", "25.0.9");
        Files.createSymbolicLink(tools.resolve("java"), mine.resolve("bin/java"));
        assertThat(run("--help").out()).contains("25.0.9+9.aot");
    }

    @Test
    void saysThatJavaOrMavenIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));
        var withoutMaven = run("--help");
        assertThat(withoutMaven.err()).startsWith("anabranch: Maven 3.8 or newer is needed");
        assertThat(withoutMaven.exitCode()).isEqualTo(8);

        Files.delete(jdk.resolve("release"));
        var withoutJava = run("--help");
        assertThat(withoutJava.err()).startsWith("anabranch: a JDK 25 is needed");
        assertThat(withoutJava.exitCode()).isEqualTo(8);
    }

    @Test
    void aRuntimeWithoutCompilerDoesNotBuild() throws Exception {
        Files.delete(jdk.resolve("bin/javac"));
        var run = run("--help");
        assertThat(run.err()).contains("only runs programs");
        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(calls()).isEmpty();
    }

    @Test
    void aFailedBuildSaysWhyAndIsTriedAgain() throws Exception {
        var failed = run(List.of(launcher().toString(), "--help"), "NO_BUILD=yes");
        assertThat(failed.err())
                .contains("[ERROR] it is broken", "target/build.log")
                .doesNotContain("so far");
        assertThat(failed.exitCode()).isEqualTo(8);
        assertThat(jar()).doesNotExist();
        assertThat(run("--help").exitCode()).isZero();
    }

    private Path launcher() {
        return checkout.resolve("anabranch");
    }

    private Path jar() {
        return checkout.resolve("cli/target/anabranch.jar");
    }

    private Path cache(String kind) {
        return jar().resolveSibling("anabranch-" + kind + "-25.0.3+9.aot");
    }

    private List<String> calls() throws IOException {
        var log = temp.resolve("calls");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private Path java(String folder, String version) throws IOException {
        var home = temp.resolve(folder);
        Files.createDirectories(home.resolve("bin"));
        program(home.resolve("bin/java"), JAVA);
        program(home.resolve("bin/javac"), JAVA);
        Files.writeString(
                home.resolve("release"),
                "JAVA_RUNTIME_VERSION=\"%s+9\"\nJAVA_VERSION=\"%s\"\n".formatted(version, version));
        return home;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// @param variables `NAME=value`
    private Run run(List<String> command, String... variables) throws Exception {
        var process = start(command, variables);
        try (var out = process.getInputStream();
                var err = process.getErrorStream()) {
            var printed = new String(out.readAllBytes());
            var said = new String(err.readAllBytes());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), printed, said);
        } finally {
            Command.kill(process);
        }
    }

    private Process start(List<String> command, String... variables) throws IOException {
        var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("ANABRANCH_"));
        environment.remove("JAVA_HOME");
        environment.put("HOME", temp.resolve("home").toString());
        environment.put("PATH", tools.toString());
        environment.put("CALLS", temp.resolve("calls").toString());
        environment.put("GATE", temp.resolve("gate").toString());
        environment.put("CHECKOUT", checkout.toString());
        for (var variable : variables) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return builder.start();
    }
}
