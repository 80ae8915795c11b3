package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.Excerpt;
import dev.anabranch.transcode.TranscodePlan;

/// A piece of a job that can be done by itself, anywhere, more than once: pictures of whole
/// segments, in all the sizes of the plan.
///
/// @param index its place among the others, from 0
/// @param plan of pictures alone, whose keyframes are those of the whole within the excerpt
/// @param excerpt which pictures
public record Chunk(int index, TranscodePlan plan, Excerpt excerpt) {

    public Chunk {
        if (index < 0 || !plan.audio().isEmpty()) {
            throw new IllegalArgumentException("index=" + index + " audio=" + plan.audio());
        }
    }

    /// How many frames a rendition must come to.
    ///
    /// @param frameDivisor of the rendition
    public long frames(int frameDivisor) {
        return (excerpt.frames() + frameDivisor - 1) / frameDivisor;
    }
}
