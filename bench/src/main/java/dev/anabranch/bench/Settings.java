package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// What every bench can be told.
final class Settings {

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The MP4 to measure with. Default: --clip, repeated to --size.")
    private @Nullable Path input;

    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description = "A real file to repeat. Default: the demo clip.")
    private @Nullable Path clip;

    @Option(
            names = "--size",
            defaultValue = "1100",
            paramLabel = "MB",
            description = "How large the repeated clip is at least. Default: ${DEFAULT-VALUE}.")
    private int megabytes;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where inputs and outputs lie. Default: shared memory when there is room.")
    private @Nullable Path folder;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            paramLabel = "N",
            description =
                    "How often everything is run, in turn; once more to warm up. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--save", description = "Write the result to bench/results, too.")
    private boolean isSaving;

    @Option(names = "--ffmpeg", defaultValue = "ffmpeg", paramLabel = "PROGRAM")
    private String ffmpeg = "ffmpeg";

    @Option(names = "--ffprobe", defaultValue = "ffprobe", paramLabel = "PROGRAM")
    private String ffprobe = "ffprobe";

    @Option(names = "--nginx", defaultValue = "nginx", paramLabel = "PROGRAM")
    private String nginx = "nginx";

    @Option(
            names = "--nginx-vod",
            defaultValue = "nginx-vod",
            paramLabel = "PROGRAM",
            description = "An nginx built with nginx-vod-module.")
    private String nginxVod = "nginx-vod";

    @Option(names = "--wrk", defaultValue = "wrk", paramLabel = "PROGRAM")
    private String wrk = "wrk";

    @Option(names = "--srs", defaultValue = "srs", paramLabel = "PROGRAM")
    private String srs = "srs";

    @Option(names = "--mediamtx", defaultValue = "mediamtx", paramLabel = "PROGRAM")
    private String mediaMtx = "mediamtx";

    /// The folder of the sources, which has the launcher.
    static Path home() {
        var home = System.getProperty("anabranch.home");
        if (home == null) {
            throw new IllegalStateException("start this with ./anabranch bench");
        }
        return Path.of(home);
    }

    /// The program as people start it.
    static Path launcher() {
        return home().resolve("anabranch");
    }

    /// This program once more, as a process of its own.
    static List<String> javaCommand() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java, "-Xmx1g", "-cp", System.getProperty("java.class.path"), Main.class.getName());
    }

    Path clip() {
        return clip != null
                ? clip
                : home().resolve("cli/src/main/resources/dev/anabranch/cli/big-buck-bunny.mp4");
    }

    Optional<Path> input() {
        return Optional.ofNullable(input).map(Path::toAbsolutePath);
    }

    Optional<Path> folder() {
        return Optional.ofNullable(folder).map(Path::toAbsolutePath);
    }

    int rounds() {
        return rounds;
    }

    long leastBytes() {
        return megabytes * 1_000_000L;
    }

    Optional<Peer> ffmpeg() throws IOException, InterruptedException {
        return Peer.find("ffmpeg", ffmpeg, "-version");
    }

    Optional<Peer> ffprobe() throws IOException, InterruptedException {
        return Peer.find("ffprobe", ffprobe, "-version");
    }

    Optional<Peer> nginx() throws IOException, InterruptedException {
        return Peer.find("nginx", nginx, "-v");
    }

    Optional<Peer> srs() throws IOException, InterruptedException {
        return Peer.find("SRS", srs, "-v");
    }

    Optional<Peer> mediaMtx() throws IOException, InterruptedException {
        return Peer.find("MediaMTX", mediaMtx, "--version");
    }

    Optional<Peer> nginxVod() throws IOException, InterruptedException {
        return Peer.find("nginx with nginx-vod-module", nginxVod, "-v");
    }

    Optional<Peer> wrk() throws IOException, InterruptedException {
        return Peer.find("wrk", wrk, "--version");
    }

    /// A report that says how it was made, what on and beside what.
    Report report(String title, List<Optional<Peer>> peers, List<String> names) throws IOException {
        var report = new Report(title).condition("command", "`" + commandLine() + "`");
        Machine.describe(report);
        for (int i = 0; i < peers.size(); i++) {
            var absent = names.get(i) + ": not found, so nothing is compared with it";
            report.condition("peer", peers.get(i).map(Peer::toString).orElse(absent));
        }
        return report;
    }

    /// Prints the result and keeps it when asked to.
    void publish(Report report, String name) throws IOException {
        System.out.print(report.toMarkdown());
        if (isSaving) {
            report.save(home().resolve("bench/results/" + name + ".md"));
        }
    }

    /// As it was typed, but for folders that mean nothing elsewhere.
    private String commandLine() {
        var words = new StringBuilder("./anabranch bench");
        if (command != null) {
            words.append(' ').append(command.name());
            for (var word : command.commandLine().getParseResult().originalArgs()) {
                if (!word.equals(command.name())) {
                    words.append(' ').append(word.substring(word.lastIndexOf('/') + 1));
                }
            }
        }
        return words.toString();
    }
}
