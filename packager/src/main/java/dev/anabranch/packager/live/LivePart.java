package dev.anabranch.packager.live;

import dev.anabranch.media.hls.Decimal;
import java.nio.ByteBuffer;

/// A part of a segment (draft-pantos-hls-rfc8216bis, 3.2): one `moof` with its `mdat`. Immutable.
///
/// @param index counted from 0 in its segment
/// @param startTicks decode time of its first sample on the rendition's clock
/// @param durationTicks how long it lasts on the rendition's clock
/// @param duration the same in seconds, as the playlist has it
/// @param isIndependent whether decoding can start in it
/// @param isGap whether it is nothing but a hole, without bytes
/// @param offsetBytes where it begins in its segment
/// @param samples how many samples it has
/// @param memory all its bytes
public record LivePart(
        int index,
        long startTicks,
        long durationTicks,
        Decimal duration,
        boolean isIndependent,
        boolean isGap,
        long offsetBytes,
        int samples,
        ByteBuffer memory) {

    public LivePart {
        memory = memory.asReadOnlyBuffer();
    }

    /// Its bytes, in a view of the caller's own: direct, read-only, and the part's only while its
    /// segment is retained.
    public ByteBuffer bytes() {
        return memory.duplicate();
    }

    public int sizeBytes() {
        return memory.remaining();
    }
}
