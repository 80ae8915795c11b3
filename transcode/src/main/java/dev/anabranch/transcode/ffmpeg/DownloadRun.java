package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// A run whose source comes from a server: ffmpeg takes a connection that breaks off for the end of
/// the film, and is content.
final class DownloadRun implements TranscodeRun {

    /// As ffmpeg says it, on a line of its own: of the HTTP it reads, or of what it reads by it.
    private static final Pattern BROKEN_OFF =
            Pattern.compile(
                    "(?m)^.*(Stream ends prematurely"
                            + "|Connection timed out$|Operation timed out$"
                            + "|Connection reset by peer$|Input/output error$).*$");

    private final TranscodeRun run;
    private final String source;
    private final Supplier<String> said;

    /// @param said the last words of the program
    DownloadRun(TranscodeRun run, String source, Supplier<String> said) {
        this.run = run;
        this.source = source;
        this.said = said;
    }

    /// As of the run, and an [IOException] where the source has not come whole.
    @Override
    public void await()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        run.await();
        var broken = BROKEN_OFF.matcher(said.get());
        if (broken.find()) {
            var line = SupervisedProcess.ORIGIN.matcher(broken.group()).replaceAll("");
            throw new IOException(
                    source + ": the download broke off: " + line.replace(source + ": ", ""));
        }
    }

    @Override
    public List<String> warnings() {
        return run.warnings();
    }

    @Override
    public long pid() {
        return run.pid();
    }

    @Override
    public void close() {
        run.close();
    }
}
