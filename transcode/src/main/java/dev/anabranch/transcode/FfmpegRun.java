package dev.anabranch.transcode;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// An ffmpeg at work, and the sockets it writes to.
final class FfmpegRun implements TranscodeRun {

    private final SupervisedProcess process;
    private final TrackSockets sockets;

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
            var failure = sockets.failure();
            if (failure != null && process.isClosed()) {
                // The program was killed because of it.
                rethrow(failure);
            }
            process.await();
            if (failure != null) {
                rethrow(failure);
            }
        } finally {
            close();
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

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
        try {
            sockets.close();
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }
}
