package dev.anabranch.media.ts;

import dev.anabranch.media.KeyPicture;
import java.util.List;

/// What one segment will consist of, known from sample metadata alone.
///
/// @param ranges the samples of each track of the muxer, in its order
/// @param packets packets with payload on each PID
/// @param sizeBytes exactly what [SegmentMuxer#write] will hand out
/// @param keyPictures the packets of every keyframe, parameter sets included, that is shown half a
///   second or more after the one before
public record SegmentPlan(
        List<SampleRange> ranges,
        PacketCounts packets,
        long sizeBytes,
        List<KeyPicture> keyPictures) {

    public SegmentPlan {
        ranges = List.copyOf(ranges);
        keyPictures = List.copyOf(keyPictures);
    }
}
