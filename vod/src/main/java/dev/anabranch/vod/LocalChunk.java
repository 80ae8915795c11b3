package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.ExcerptBackend;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.plan.Chunk;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A chunk made by an encoder of this machine.
final class LocalChunk implements ChunkRun {

    private final ExcerptBackend backend;
    private final Chunk chunk;
    private final Path folder;
    private final Runnable onGrowth;

    private volatile ChunkFiles files;
    private @Nullable TranscodeRun run; // guarded by this
    private boolean isClosed; // guarded by this

    private LocalChunk(
            ExcerptBackend backend, Chunk chunk, Path folder, Runnable onGrowth, ChunkFiles files) {
        this.backend = backend;
        this.chunk = chunk;
        this.folder = folder;
        this.onGrowth = onGrowth;
        this.files = files;
    }

    static LocalChunk start(ExcerptBackend backend, Chunk chunk, Path folder, Runnable onGrowth)
            throws ProgramException, IOException {
        var files = ChunkFiles.of(chunk, folder, onGrowth);
        var made = new LocalChunk(backend, chunk, folder, onGrowth, files);
        made.start(chunk);
        return made;
    }

    private synchronized TranscodeRun start(Chunk part) throws ProgramException, IOException {
        if (isClosed) {
            throw new ProgramException(Kind.CANCELLED, "a chunk was stopped");
        }
        try {
            var started = backend.start(part.plan(), part.excerpt(), files);
            run = started;
            return started;
        } catch (ProgramException | IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    @Override
    public void await()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        attempt(running());
        if (!files.isAsPlanned() && !chunk.excerpt().isReadFromTheStart()) {
            // The source's index is not to be relied on. What comes now is what one run over all
            // of it would have come to, even when it is not what was planned.
            files = ChunkFiles.of(chunk, folder, onGrowth);
            var fromTheStart = chunk.excerpt().readFromTheStart();
            attempt(start(new Chunk(chunk.index(), chunk.plan(), fromTheStart)));
        }
        files.finish();
    }

    private synchronized TranscodeRun running() {
        return Objects.requireNonNull(run);
    }

    private void attempt(TranscodeRun running)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try (running) {
            running.await();
        } finally {
            files.close();
        }
    }

    @Override
    public List<String> warnings() {
        return running().warnings();
    }

    @Override
    public Amount amount(int trackId) {
        return files.amount(trackId);
    }

    @Override
    public void close() {
        TranscodeRun running;
        synchronized (this) {
            isClosed = true;
            running = run;
        }
        if (running != null) {
            running.close();
        }
    }
}
