package dev.anabranch.transcode.ffmpeg;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// An ffmpeg that was tried: it starts, says its version and lists its encoders.
///
/// @param path of the program
/// @param origin how it was found, for messages
/// @param version as it says itself
/// @param licence what it may be passed on under, by how it was built
/// @param encoders by name, such as `libx264`
/// @param environment what it needs beside what this process has
public record FfmpegProgram(
        Path path,
        Origin origin,
        String version,
        Licence licence,
        Set<String> encoders,
        Map<String, String> environment) {

    private static final Duration PROBE = Duration.ofSeconds(20);
    private static final int MAX_PROBE_BYTES = 1 << 20;
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S+)");
    private static final Pattern NUMBER = Pattern.compile("^n?(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern ENCODER = Pattern.compile("(?m)^ [VAS][A-Z.]{5} ([^\\s=]\\S*)");

    /// How a program was found.
    public enum Origin {
        NAMED,
        BUNDLED,
        PATH
    }

    /// The terms of a build.
    public enum Licence {
        LGPL,
        GPL,
        NONFREE
    }

    public FfmpegProgram {
        encoders = Set.copyOf(encoders);
        environment = Map.copyOf(environment);
    }

    /// The first that `search` leads to and that starts. Unpacks the bundled one when it is wanted
    /// for the first time, which takes a second; blocks while programs are tried, at most 20 s
    /// each.
    ///
    /// @throws ProgramException of the kind [Kind#MISSING], with what was tried and what to do
    public static FfmpegProgram find(FfmpegSearch search)
            throws ProgramException, InterruptedException {
        return find(search, _ -> true);
    }

    /// As [#find], but one with x264 is preferred to those before it that have none, and one that
    /// is too old for [FfmpegBackend] is passed over.
    public static FfmpegProgram findForEncoding(FfmpegSearch search)
            throws ProgramException, InterruptedException {
        return find(search, program -> program.hasEncoder("libx264") && program.isRecent());
    }

    /// @param isBest ends the search; without such a program it is the first that will do
    private static FfmpegProgram find(FfmpegSearch search, Predicate<FfmpegProgram> isBest)
            throws ProgramException, InterruptedException {
        var decided = search.decided();
        if (decided.isPresent()) {
            return tried(decided.get(), Origin.NAMED, Map.of());
        }
        var reasons = new ArrayList<String>();
        var first = bundled(search, reasons);
        if (first.filter(isBest).isPresent()) {
            return first.get();
        }
        for (var folder : search.folders()) {
            var path = folder.resolve("ffmpeg");
            if (!Files.isExecutable(path)) {
                continue;
            }
            try {
                var program = tried(path, Origin.PATH, Map.of());
                if (isBest.test(program)) {
                    return program;
                }
                first = first.or(() -> Optional.of(program));
            } catch (ProgramException broken) {
                reasons.add(String.valueOf(broken.getMessage()));
            }
        }
        return first.orElseThrow(() -> missing(reasons));
    }

    private static ProgramException missing(List<String> reasons) {
        return new ProgramException(
                Kind.MISSING,
                "there is no ffmpeg: install one, or name it with %s=/path/to/ffmpeg%s"
                        .formatted(
                                FfmpegSearch.VARIABLE,
                                reasons.isEmpty() ? "" : "\n" + String.join("\n", reasons)));
    }

    /// Whether it is 5.1 or newer: before, frames could not be passed through as they come
    /// (`-fps_mode`). A version that is no number is a build of somebody's own, and recent.
    public boolean isRecent() {
        var number = NUMBER.matcher(version);
        if (!number.find()) {
            return true;
        }
        int major = Integer.parseInt(number.group(1));
        return major > 5 || major == 5 && Integer.parseInt(number.group(2)) >= 1;
    }

    private static Optional<FfmpegProgram> bundled(FfmpegSearch search, List<String> reasons)
            throws InterruptedException {
        if (search.cache().isEmpty()) {
            return Optional.empty();
        }
        try {
            var folder = BundledFfmpeg.unpackedBelow(search.cache().get());
            if (folder.isEmpty()) {
                return Optional.empty();
            }
            // Its RUNPATH does not hold for what its libraries link to in turn.
            var libraries = Map.of("LD_LIBRARY_PATH", folder.get().toString());
            return Optional.of(tried(folder.get().resolve("ffmpeg"), Origin.BUNDLED, libraries));
        } catch (IOException cannotUnpack) {
            reasons.add("the bundled program cannot be unpacked: " + cannotUnpack.getMessage());
        } catch (ProgramException broken) {
            reasons.add("the bundled program does not start here: " + broken.getMessage());
        }
        return Optional.empty();
    }

    private static FfmpegProgram tried(Path path, Origin origin, Map<String, String> environment)
            throws ProgramException, InterruptedException {
        var banner = output(path, environment, "-version");
        var version = VERSION.matcher(banner);
        if (!version.find()) {
            throw new ProgramException(Kind.MISSING, path + " is no ffmpeg");
        }
        var encoders = new TreeSet<String>();
        var line = ENCODER.matcher(output(path, environment, "-hide_banner", "-encoders"));
        while (line.find()) {
            encoders.add(line.group(1));
        }
        var number = version.group(1);
        return new FfmpegProgram(path, origin, number, licence(banner), encoders, environment);
    }

    private static Licence licence(String banner) {
        if (banner.contains("--enable-nonfree")) {
            return Licence.NONFREE;
        }
        return banner.contains("--enable-gpl") ? Licence.GPL : Licence.LGPL;
    }

    /// What it writes when it is asked something, such as `-filters`; waits at most 20 s.
    String answer(String question) throws ProgramException, InterruptedException {
        return output(path, environment, "-hide_banner", question);
    }

    private static String output(Path path, Map<String, String> environment, String... arguments)
            throws ProgramException, InterruptedException {
        var command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(arguments));
        try (var process = SupervisedProcess.start(command, environment, PROBE)) {
            process.input().close();
            var bytes = process.read(MAX_PROBE_BYTES);
            process.await();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new ProgramException(Kind.MISSING, path + ": " + broken.getMessage());
        } catch (ProgramException failed) {
            throw new ProgramException(Kind.MISSING, String.valueOf(failed.getMessage()));
        }
    }

    public boolean hasEncoder(String name) {
        return encoders.contains(name);
    }

    /// The software encoder for H.264 that it has, the better one first.
    public Optional<String> h264Encoder() {
        return List.of("libx264", "libopenh264").stream().filter(this::hasEncoder).findFirst();
    }

    /// Starts it. It never asks on the terminal, says only what goes wrong, and opens nothing but
    /// what `protocols` allow.
    ///
    /// @param arguments inputs and outputs, without the global options
    /// @param limit the longest it may live
    public SupervisedProcess start(Protocols protocols, List<String> arguments, Duration limit)
            throws ProgramException {
        return SupervisedProcess.start(words(protocols, arguments), environment, limit);
    }

    /// As [#start(Protocols,List,Duration)], within `limits`.
    SupervisedProcess start(Protocols protocols, List<String> arguments, Limits limits)
            throws ProgramException {
        var command = limits.wrapped(words(protocols, arguments));
        var name = String.valueOf(path.getFileName());
        return SupervisedProcess.start(name, command, environment, limits);
    }

    /// With more in its environment.
    public FfmpegProgram with(Map<String, String> variables) {
        var all = new HashMap<>(environment);
        all.putAll(variables);
        return new FfmpegProgram(path, origin, version, licence, encoders, all);
    }

    private List<String> words(Protocols protocols, List<String> arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                path.toString(),
                                "-hide_banner",
                                "-nostdin",
                                "-y",
                                "-loglevel",
                                "error"));
        for (int i = 0; i < arguments.size(); i++) {
            // The option belongs to an input; output protocols are ours to choose.
            if (arguments.get(i).equals("-i")) {
                boolean isLocal = arguments.get(i + 1).startsWith(FfmpegCommand.LOCAL);
                var allowed = isLocal ? Protocols.FILE : protocols;
                command.addAll(List.of("-protocol_whitelist", allowed.list()));
            }
            command.add(arguments.get(i));
        }
        return command;
    }

    /// For people: `ffmpeg 8.0.1 (bundled, LGPL)`.
    @Override
    public String toString() {
        return "ffmpeg %s (%s, %s)"
                .formatted(version, origin.name().toLowerCase(java.util.Locale.ROOT), licence);
    }
}
