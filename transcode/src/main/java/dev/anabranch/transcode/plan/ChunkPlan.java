package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A plan and the pieces it is carried out in: pictures cut where segments begin, sound and copied
/// pictures whole.
///
/// @param whole the plan, with a decision about chunks
/// @param chunks in order, each beginning where the one before ends; empty when it is carried out
///   in one run
/// @param rest what is not cut; empty when that is nothing, or all
/// @param workers how many chunks are best encoded at a time on this machine
public record ChunkPlan(
        TranscodePlan whole, List<Chunk> chunks, Optional<TranscodePlan> rest, int workers) {

    public ChunkPlan {
        chunks = List.copyOf(chunks);
        if (workers < 1) {
            throw new IllegalArgumentException("workers=" + workers);
        }
    }

    /// Whether there is anything to be joined.
    public boolean isChunked() {
        return !chunks.isEmpty();
    }

    /// `plan` in one run.
    public static ChunkPlan inOnePiece(TranscodePlan plan) {
        return new ChunkPlan(plan, List.of(), Optional.empty(), 1);
    }

    /// Decides whether and where `plan` is cut. Blocks while `scan` reads the source, which it is
    /// asked for only where cutting would be of use.
    ///
    /// @param processors that encoders can use
    public static ChunkPlan of(
            TranscodePlan plan,
            Chunks wish,
            TranscodeBackend backend,
            FrameScan scan,
            int processors)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        return new ChunkPlanner(plan, wish, backend, processors).plan(scan);
    }
}
