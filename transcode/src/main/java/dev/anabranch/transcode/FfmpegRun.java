package dev.anabranch.transcode;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// An ffmpeg at work, and the sockets it writes to.
final class FfmpegRun implements TranscodeRun {

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
            var ofSink = sockets.failureOfSink();
            if (ofSink.isPresent() && !isClosed) {
                // The program was killed because of it.
                rethrow(ofSink.get());
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
