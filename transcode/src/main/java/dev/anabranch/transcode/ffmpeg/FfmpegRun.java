package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/// An ffmpeg at work, and the sockets it writes to.
final class FfmpegRun implements TranscodeRun {

    private static final int MAX_LINES = 3;

    /// Encoders that speak past ffmpeg's log tell of themselves at every start.
    private static final Pattern OF_ENCODER =
            Pattern.compile("^(Svt\\[(info|warn)]|x26[45] \\[(info|warning)])");

    private final SupervisedProcess process;
    private final TrackSockets sockets;
    private volatile boolean isClosed;

    FfmpegRun(SupervisedProcess process, TrackSockets sockets) {
        this.process = process;
        this.sockets = sockets;
    }

    @Override
    public void await()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            process.awaitExit();
            sockets.awaitEnd();
            var fatal = sockets.fatalFailure();
            if (fatal.isPresent() && !isClosed) {
                // The program was killed because of it.
                rethrow(fatal.get());
            }
            process.await();
            if (sockets.failure().isPresent()) {
                rethrow(sockets.failure().get());
            }
        } finally {
            release();
        }
    }

    private static void rethrow(Exception failure) throws MediaFormatException, IOException {
        switch (failure) {
            case MediaFormatException e -> throw e;
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /// ffmpeg goes on behind pictures that it cannot decode.
    @Override
    public List<String> warnings() {
        var said = SupervisedProcess.ORIGIN.matcher(process.errorTail()).replaceAll("");
        var lines = said.lines().map(String::strip).filter(FfmpegRun::isNews).distinct().toList();
        if (lines.isEmpty()) {
            return List.of();
        }
        var last = lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
        return List.of(
                "the source seems to be damaged; ffmpeg said at last: " + String.join("; ", last));
    }

    private static boolean isNews(String line) {
        return !line.isEmpty()
                && !line.startsWith("Last message repeated")
                && !OF_ENCODER.matcher(line).find();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        isClosed = true;
        release();
    }

    private void release() {
        process.close();
        try {
            sockets.close();
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }
}
