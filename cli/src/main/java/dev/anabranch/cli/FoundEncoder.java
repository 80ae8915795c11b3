package dev.anabranch.cli;

import dev.anabranch.live.EncoderSource;
import dev.anabranch.transcode.LiveBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ffmpeg of this machine, looked for when the first stream needs it.
final class FoundEncoder implements EncoderSource {

    private @Nullable LiveBackend found; // guarded by this

    @Override
    public synchronized LiveBackend backend() throws ProgramException {
        var known = found;
        if (known != null) {
            return known;
        }
        try {
            var search = FfmpegSearch.usual(Optional.empty(), System.getenv());
            var made = new FfmpegBackend(FfmpegProgram.findForEncoding(search));
            found = made;
            return made;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProgramException(Kind.CANCELLED, "stopped while ffmpeg was looked for");
        }
    }
}
