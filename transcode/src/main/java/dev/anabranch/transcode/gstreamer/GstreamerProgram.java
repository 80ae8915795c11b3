package dev.anabranch.transcode.gstreamer;

import dev.anabranch.transcode.process.Limits;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A GStreamer that was tried: `gst-launch-1.0` starts and `gst-inspect-1.0` beside it lists its
/// elements.
///
/// @param path of `gst-launch-1.0`
/// @param version as it says itself
/// @param elements by name, such as `x264enc`
public record GstreamerProgram(Path path, String version, Set<String> elements) {

    /// Names `gst-launch-1.0` when no setting does.
    public static final String VARIABLE = "ANABRANCH_GSTREAMER";

    /// What to install on Debian and Ubuntu.
    public static final String PACKAGES =
            "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good"
                    + " gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-libav";

    /// Without one of these nothing can be done at all.
    private static final List<String> NEEDED =
            List.of(
                    "audioconvert",
                    "audiorate",
                    "audioresample",
                    "filesrc",
                    "gdppay",
                    "h264parse",
                    "qtdemux",
                    "queue",
                    "tcpclientsink",
                    "tee",
                    "videoconvert",
                    "videoscale");

    private static final String LAUNCH = "gst-launch-1.0";
    private static final String INSPECT = "gst-inspect-1.0";

    /// The first call after an installation looks into every plugin, which takes seconds.
    private static final Duration PROBE = Duration.ofSeconds(60);

    private static final int MAX_PROBE_BYTES = 1 << 20;
    private static final Pattern VERSION = Pattern.compile("(?m)^GStreamer (\\S+)");
    private static final Pattern ELEMENT = Pattern.compile("(?m)^\\S+: +(\\S+): ");

    public GstreamerProgram {
        elements = Set.copyOf(elements);
    }

    /// The program that is named, else that of the variable [#VARIABLE], else the first on `PATH`.
    /// Blocks while it is tried.
    ///
    /// @param named `gst-launch-1.0` by a setting; nothing else is tried then
    /// @param environment of this process
    /// @throws ProgramException of the kind [Kind#MISSING], with what to install
    public static GstreamerProgram find(Optional<Path> named, Map<String, String> environment)
            throws ProgramException, InterruptedException {
        var variable = environment.getOrDefault(VARIABLE, "");
        var decided =
                named.or(() ->
                        variable.isBlank() ? Optional.empty() : Optional.of(Path.of(variable)));
        var path = decided.or(() -> onPath(environment.getOrDefault("PATH", "")));
        if (path.isEmpty()) {
            throw missing("there is no " + LAUNCH);
        }
        return tried(path.get());
    }

    private static Optional<Path> onPath(String folders) {
        return List.of(folders.split(":")).stream()
                .filter(text -> !text.isBlank())
                .map(folder -> Path.of(folder, LAUNCH))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static GstreamerProgram tried(Path path) throws ProgramException, InterruptedException {
        var version = VERSION.matcher(output(path, "--version"));
        if (!version.find()) {
            throw missing(path + " is no " + LAUNCH);
        }
        var elements = new TreeSet<String>();
        var line = ELEMENT.matcher(output(path.resolveSibling(INSPECT), "--no-colors"));
        while (line.find()) {
            elements.add(line.group(1));
        }
        var absent = NEEDED.stream().filter(name -> !elements.contains(name)).toList();
        if (!absent.isEmpty()) {
            throw missing(path + " has no " + String.join(", ", absent));
        }
        return new GstreamerProgram(path, version.group(1), elements);
    }

    private static String output(Path program, String argument)
            throws ProgramException, InterruptedException {
        var command = List.of(program.toString(), argument);
        try (var process = SupervisedProcess.start(command, Map.of(), PROBE)) {
            process.input().close();
            var bytes = process.read(MAX_PROBE_BYTES);
            process.await();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw missing(program + ": " + broken.getMessage());
        } catch (ProgramException failed) {
            throw missing(String.valueOf(failed.getMessage()));
        }
    }

    private static ProgramException missing(String what) {
        return new ProgramException(
                Kind.MISSING,
                "%s: install GStreamer (on Debian: apt-get install %s), or name the program with %s"
                        .formatted(what, PACKAGES, VARIABLE));
    }

    public boolean hasElement(String name) {
        return elements.contains(name);
    }

    /// Starts a pipeline. What it says comes on its output, errors too, because it may hang after
    /// an error, and whoever reads that has to kill it.
    ///
    /// @param pipeline as `gst-launch-1.0` has it, a word each
    SupervisedProcess start(List<String> pipeline, Limits limits) throws ProgramException {
        var command = new ArrayList<>(List.of(path.toString(), "--no-position"));
        command.addAll(pipeline);
        var joined = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 2>&1", LAUNCH));
        joined.addAll(limits.wrapped(command));
        return SupervisedProcess.start(LAUNCH, joined, Map.of("LC_ALL", "C"), limits);
    }

    /// For people: `GStreamer 1.22.0`.
    @Override
    public String toString() {
        return "GStreamer " + version;
    }
}
