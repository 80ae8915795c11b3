package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.RunFolder;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A `gst-launch-1.0` at work, and the sockets it writes to.
final class GstreamerRun implements TranscodeRun {

    /// What the source is called within the pipeline.
    static final String LINK = "source";

    private final SupervisedProcess process;
    private final GstreamerLog log;
    private final GstreamerSockets sockets;
    private final RunFolder folder;
    private volatile boolean isCancelled;

    /// @param folder with the [#LINK] to the source; deleted at the end
    GstreamerRun(
            SupervisedProcess process,
            GstreamerLog log,
            GstreamerSockets sockets,
            RunFolder folder) {
        this.process = process;
        this.log = log;
        this.sockets = sockets;
        this.folder = folder;
    }

    @Override
    public void await()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            process.awaitExit();
            log.awaitEnd();
            sockets.awaitEnd(log.hasEnded());
            outcome();
        } finally {
            cleared();
        }
    }

    private void outcome()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        if (!isCancelled) {
            rethrow();
            if (process.isShortOfMemory(log.text())) {
                throw new ProgramException(
                        Kind.OUT_OF_MEMORY,
                        "gst-launch-1.0" + process.memoryWords() + "\n" + log.text());
            }
            if (log.hasFailed()) {
                throw new ProgramException(Kind.FAILED, "gst-launch-1.0 failed\n" + log.text());
            }
        }
        if (isCancelled || !log.hasEnded()) {
            status();
        }
        if (sockets.hasBrokenOff()) {
            throw MediaFormatException.malformed(
                    "GDP packet", "the encoder's output breaks off within a packet");
        }
    }

    private void status() throws ProgramException, InterruptedException {
        try {
            process.await();
        } catch (ProgramException failed) {
            var said = log.text();
            throw new ProgramException(
                    failed.kind(), failed.getMessage() + (said.isEmpty() ? "" : "\n" + said));
        }
    }

    private void rethrow() throws MediaFormatException, IOException {
        switch (sockets.failure()) {
            case null -> {}
            case MediaFormatException e -> throw e;
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Exception e -> throw new IllegalStateException(e);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        isCancelled = isCancelled || !log.hasEnded();
        try {
            cleared();
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    private void cleared() throws IOException {
        process.close();
        sockets.close();
        folder.close();
    }
}
