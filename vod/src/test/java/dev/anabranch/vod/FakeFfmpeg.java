package dev.anabranch.vod;

import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bundled ffmpeg behind a script that pretends to have hardware.
final class FakeFfmpeg {

    private FakeFfmpeg() {}

    /// Encodes with libopenh264 where `encoder` is asked for, and leaves out what only that knows.
    static FfmpegProgram with(Path folder, String encoder, List<String> unknownOptions)
            throws IOException, ProgramException, InterruptedException {
        var real = Lab.bundled();
        var unknown = String.join("|", unknownOptions);
        var script =
                """
                #!/bin/sh
                export LD_LIBRARY_PATH='%s'
                echo "$@" >> '%s'
                for word in "$@"; do
                    shift
                    case "$word" in
                        %s) set -- "$@" libopenh264 ;;
                        %s) skip=1 ;;
                        *) if [ -n "$skip" ]; then skip=; else set -- "$@" "$word"; fi ;;
                    esac
                done
                exec '%s' "$@"
                """
                        .formatted(
                                real.path().getParent(),
                                folder.resolve("commands"),
                                encoder,
                                unknown,
                                real.path());
        var path = Files.writeString(folder.resolve("ffmpeg"), script);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return FfmpegProgram.find(new FfmpegSearch(Optional.of(path), Map.of(), Optional.empty()));
    }

    /// What was run, a line a command.
    static List<String> commands(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("commands"));
    }
}
