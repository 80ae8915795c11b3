package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// What [SegmentTemplate] and [SegmentList] say about their segments in common (5.3.9.2,
/// `MultipleSegmentBase`).
///
/// @param duration of each segment, in ticks; excludes a timeline
/// @param startNumber the first segment's number; 1 when absent
/// @param endNumber the last segment's number
/// @param bitstreamSwitching a segment to send between two representations
public record MultipleSegments(
        Optional<Long> duration,
        Optional<Long> startNumber,
        Optional<Long> endNumber,
        Optional<SegmentTimeline> timeline,
        Optional<UrlRange> bitstreamSwitching) {

    public static MultipleSegments of(long startNumber, SegmentTimeline timeline) {
        return new MultipleSegments(
                Optional.empty(),
                Optional.of(startNumber),
                Optional.empty(),
                Optional.of(timeline),
                Optional.empty());
    }

    /// @param durationTicks of each segment
    public static MultipleSegments of(long startNumber, long durationTicks) {
        return new MultipleSegments(
                Optional.of(durationTicks),
                Optional.of(startNumber),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// What is said here, and for the rest what `outer`, one level up, says; a timeline here puts
    /// an outer duration out of force, and the other way round.
    MultipleSegments within(MultipleSegments outer) {
        boolean isTimed = duration.isPresent() || timeline.isPresent();
        return new MultipleSegments(
                isTimed ? duration : outer.duration,
                startNumber.or(outer::startNumber),
                endNumber.or(outer::endNumber),
                isTimed ? timeline : outer.timeline,
                bitstreamSwitching.or(outer::bitstreamSwitching));
    }

    static MultipleSegments parse(ElementReader in) throws MediaFormatException {
        return new MultipleSegments(
                in.u32("duration"),
                in.u32("startNumber"),
                in.u32("endNumber"),
                in.child("SegmentTimeline", SegmentTimeline::parse),
                in.child("BitstreamSwitching", UrlRange::parse));
    }

    void write(ElementWriter out) {
        out.attribute("duration", duration);
        out.attribute("startNumber", startNumber);
        out.attribute("endNumber", endNumber);
        out.child("SegmentTimeline", timeline, SegmentTimeline::write);
        out.child("BitstreamSwitching", bitstreamSwitching, UrlRange::write);
    }
}
