package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.SegmentReader;
import java.nio.ByteBuffer;

/// What the bytes of a part say about it.
///
/// @param samples how many it has
/// @param presentedTicks when the first of them is presented
/// @param keyBytes how many bytes from its start hold a whole keyframe; 0 when it does not begin
///   with one
record PartMeasure(int samples, long presentedTicks, int keyBytes) {

    /// Reads the `moof` of a part.
    static PartMeasure of(ByteBuffer bytes, RecordedInit init) throws MediaFormatException {
        int samples = 0;
        long presented = Long.MAX_VALUE;
        int keyBytes = 0;
        boolean isVideo = init.track().track().kind() == TrackKind.VIDEO;
        for (var chunk : SegmentReader.read(bytes, init.defaults())) {
            for (var track : chunk.tracks()) {
                long decoded = track.baseDecodeTicks();
                for (var sample : track.samples()) {
                    presented = Math.min(presented, decoded + sample.compositionOffsetTicks());
                    decoded += sample.durationTicks();
                    if (samples++ == 0 && isVideo && sample.isSync()) {
                        keyBytes = Math.toIntExact(sample.position() + sample.sizeBytes());
                    }
                }
            }
        }
        if (samples == 0) {
            throw MediaFormatException.malformed("part", "there is no sample in it");
        }
        return new PartMeasure(samples, presented + init.track().shiftTicks(), keyBytes);
    }
}
