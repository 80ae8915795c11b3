package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The program that looks into files, as it comes with an ffmpeg.
///
/// @param path of the program, or its name alone for one on `PATH`
/// @param environment what it needs beside what this process has
public record Ffprobe(Path path, Map<String, String> environment) {

    /// The one in the same folder, or the first on `PATH`.
    public static Ffprobe beside(FfmpegProgram program) {
        var beside = program.path().resolveSibling("ffprobe");
        return Files.isExecutable(beside)
                ? new Ffprobe(beside, program.environment())
                : new Ffprobe(Path.of("ffprobe"), Map.of());
    }

    /// Starts it on `input`, which it may open as a file or address of the right kind and as a
    /// container that refers to nothing else.
    ///
    /// @param questions what it shall print
    /// @param limit the longest it may live
    /// @throws MediaFormatException when the address is of a kind that is not opened
    public SupervisedProcess start(SourceInput input, List<String> questions, Duration limit)
            throws ProgramException, MediaFormatException {
        var protocols = protocols(input);
        var command = new ArrayList<>(List.of(path.toString(), "-hide_banner"));
        command.addAll(List.of("-v", "warning", "-protocol_whitelist", protocols.list()));
        command.addAll(List.of("-format_whitelist", Demuxers.list(protocols)));
        command.addAll(questions);
        command.addAll(List.of("-i", address(input)));
        return SupervisedProcess.start(command, reaching(input), limit);
    }

    private Map<String, String> reaching(SourceInput input) {
        var all = new HashMap<>(environment);
        all.putAll(input.environment());
        return all;
    }

    static Protocols protocols(SourceInput input) throws MediaFormatException {
        return switch (input) {
            case SourceInput.OfFile _ -> Protocols.FILE;
            case SourceInput.OfUrl url ->
                    switch (String.valueOf(url.uri().getScheme()).toLowerCase(Locale.ROOT)) {
                        case "http", "https" -> Protocols.WEB;
                        case "rtmp", "rtmps", "rtsp", "srt", "udp", "rtp", "tcp" -> Protocols.LIVE;
                        default ->
                                throw MediaFormatException.unsupported(
                                        input.name(),
                                        "no address that is opened; http, https, rtmp, rtmps, rtsp,"
                                                + " srt, udp, rtp and tcp are");
                    };
        };
    }

    /// With its scheme, so that no name of a file is taken for a protocol or an option.
    public static String address(SourceInput input) {
        return switch (input) {
            case SourceInput.OfFile file -> "file:" + file.path();
            case SourceInput.OfUrl url -> url.uri().toString();
        };
    }
}
