package dev.anabranch.vod;

import dev.anabranch.transcode.ExcerptBackend;
import dev.anabranch.transcode.plan.Chunk;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.nio.file.Path;

/// Whoever encodes chunks: this process, or something that has another machine do it. Safe for use
/// by many threads.
///
/// A chunk needs nothing but its plan and its source, and comes out the same however often and
/// wherever it is made by the same encoder. Several are started at a time.
@FunctionalInterface
public interface ChunkWorker {

    /// Starts to make `chunk`. When [ChunkRun#await] has returned, and not before, there is
    /// `folder`, with a file a rendition: `1.mp4` for the track 1 of the plan. What was there
    /// before is replaced.
    ///
    /// @param folder in an existing one
    /// @param onGrowth to be called whenever [ChunkRun#amount] has changed much; may be called by
    ///   any thread
    ChunkRun start(Chunk chunk, Path folder, Runnable onGrowth)
            throws ProgramException, IOException;

    /// Here and now.
    static ChunkWorker with(ExcerptBackend backend) {
        return (chunk, folder, onGrowth) -> LocalChunk.start(backend, chunk, folder, onGrowth);
    }
}
