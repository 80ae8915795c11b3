package dev.anabranch.media.ts;

import java.util.List;

/// What one segment will consist of, known from sample metadata alone.
///
/// @param ranges the samples of each track of the muxer, in its order
/// @param packets packets with payload on each PID
/// @param sizeBytes exactly what [SegmentMuxer#write] will hand out
public record SegmentPlan(List<SampleRange> ranges, PacketCounts packets, long sizeBytes) {

    public SegmentPlan {
        ranges = List.copyOf(ranges);
    }
}
