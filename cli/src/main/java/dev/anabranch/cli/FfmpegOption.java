package dev.anabranch.cli;

import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.process.ProgramException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which ffmpeg a command works with.
final class FfmpegOption {

    @Option(
            names = "--ffmpeg",
            paramLabel = "FILE",
            description =
                    "The ffmpeg program. Default: $ANABRANCH_FFMPEG, else the bundled one, else the one on PATH; to encode, the one on PATH first where it has x264.")
    private @Nullable Path ffmpeg;

    FfmpegProgram find() throws CommandException, InterruptedException {
        try {
            return FfmpegProgram.find(
                    FfmpegSearch.usual(Optional.ofNullable(ffmpeg), System.getenv()));
        } catch (ProgramException missing) {
            throw failure(missing);
        }
    }

    /// The one that encodes best, where none is named.
    FfmpegProgram forEncoding() throws CommandException, InterruptedException {
        try {
            return FfmpegProgram.findForEncoding(
                    FfmpegSearch.usual(Optional.ofNullable(ffmpeg), System.getenv()));
        } catch (ProgramException missing) {
            throw failure(missing);
        }
    }

    static CommandException failure(ProgramException failure) {
        var code =
                switch (failure.kind()) {
                    case MISSING -> ExitCode.MISSING_TOOL;
                    case UNSUPPORTED -> ExitCode.USAGE;
                    case FAILED, OUT_OF_MEMORY, STALLED -> ExitCode.FAILED;
                    case TIMED_OUT -> ExitCode.TIMED_OUT;
                    case CANCELLED -> ExitCode.INTERRUPTED;
                };
        return new CommandException(code, String.valueOf(failure.getMessage()));
    }
}
