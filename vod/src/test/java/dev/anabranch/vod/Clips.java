package dev.anabranch.vod;

import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.Protocols;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Small movies made by the bundled ffmpeg: a picture that moves and a tone.
final class Clips {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Path folder;

    Clips(Path folder) {
        this.folder = folder;
    }

    /// The program that comes as a dependency, so that a test is the same everywhere.
    static FfmpegProgram ffmpeg() throws Exception {
        return FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
    }

    /// @param size such as `320x180`
    /// @param encoding of both, with the format if the name does not say it
    Path make(String name, String size, String rate, int seconds, String... encoding)
            throws Exception {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("-f", "lavfi", "-i"));
        arguments.add("testsrc2=size=%s:rate=%s:duration=%d".formatted(size, rate, seconds));
        arguments.addAll(List.of("-f", "lavfi", "-i"));
        arguments.add("sine=frequency=440:sample_rate=48000:duration=" + seconds);
        arguments.addAll(List.of(encoding));
        return run(name, arguments);
    }

    /// An ordinary MP4 of 320x180 with a keyframe each five seconds.
    Path ordinary(String name, int seconds) throws Exception {
        return make(
                name,
                "320x180",
                "24",
                seconds,
                "-c:v",
                "libopenh264",
                "-b:v",
                "400k",
                "-g",
                "120",
                "-c:a",
                "aac",
                "-ac",
                "2");
    }

    /// What the ffprobe that comes with `program` says of the packets of a stream.
    ///
    /// @param stream such as `v` or `a`
    /// @param entries such as `pts,dts,flags`
    /// @return a line each, in decode order
    static List<String> packets(FfmpegProgram program, Path file, String stream, String entries)
            throws Exception {
        var command = new ArrayList<String>();
        command.add(program.path().resolveSibling("ffprobe").toString());
        command.addAll(List.of("-v", "error", "-select_streams", stream, "-of", "csv=p=0"));
        command.addAll(List.of("-show_entries", "packet=" + entries, file.toString()));
        try (var process = SupervisedProcess.start(command, program.environment(), LONGEST)) {
            process.input().close();
            var text = new String(process.output().readAllBytes(), StandardCharsets.US_ASCII);
            process.await();
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    /// What ffmpeg complains of while it decodes a file.
    static String complaints(Path file) throws Exception {
        var program = ffmpeg();
        var command = new ArrayList<String>();
        command.add(program.path().toString());
        command.addAll(List.of("-nostdin", "-v", "warning", "-i", file.toString()));
        command.addAll(List.of("-f", "null", "-"));
        try (var process = SupervisedProcess.start(command, program.environment(), LONGEST)) {
            process.input().close();
            process.output().readAllBytes();
            process.await();
            return process.errorTail();
        }
    }

    private Path run(String name, List<String> arguments) throws Exception {
        var file = folder.resolve(name);
        var all = new ArrayList<>(arguments);
        all.add(file.toString());
        try (var process = ffmpeg().start(Protocols.FILE, all, LONGEST)) {
            process.input().close();
            process.output().readAllBytes();
            process.await();
        }
        return file;
    }
}
