package dev.anabranch.media.mp4;

import java.util.List;
import java.util.Optional;

/// One `moof` and `mdat` of a segment, with the boxes in front of them, as they were found (ISO/IEC
/// 23000-19, 7.3.2.3).
///
/// @param position where its first box starts in the segment
/// @param sizeBytes up to the end of its `mdat`
/// @param indexes every `sidx` in front
/// @param sequenceNumber from `mfhd`
/// @param tracks one for each `traf`; CMAF has exactly one
public record SegmentChunk(
        long position,
        long sizeBytes,
        Optional<SegmentType> type,
        List<SegmentIndex> indexes,
        Optional<ProducerReferenceTime> producerTime,
        List<EventMessage> events,
        long sequenceNumber,
        List<TrackSamples> tracks) {

    public SegmentChunk {
        indexes = List.copyOf(indexes);
        events = List.copyOf(events);
        tracks = List.copyOf(tracks);
    }

    /// The samples of one `traf`.
    ///
    /// @param baseDecodeTicks decode time of the first sample, -1 when there is no `tfdt`
    public record TrackSamples(int trackId, long baseDecodeTicks, List<Sample> samples) {

        public TrackSamples {
            samples = List.copyOf(samples);
        }

        /// The sum of all durations.
        public long durationTicks() {
            long sum = 0;
            for (var sample : samples) {
                sum += sample.durationTicks;
            }
            return sum;
        }
    }

    /// One sample as its `trun` describes it.
    ///
    /// @param position in the segment; may lie outside it, nothing is checked
    /// @param sizeBytes unsigned 32-bit
    /// @param durationTicks unsigned 32-bit
    /// @param compositionOffsetTicks presentation time less decode time
    /// @param flags the 32 sample flags (ISO/IEC 14496-12, 8.8.3.1)
    public record Sample(
            long position,
            long sizeBytes,
            long durationTicks,
            long compositionOffsetTicks,
            int flags) {

        public boolean isSync() {
            return SampleFlags.isSync(flags);
        }
    }
}
