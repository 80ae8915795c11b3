package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.util.Optional;

/// What every way of addressing segments says (5.3.9.2); as an element of its own: one segment that
/// is the whole resource, with an index in it.
///
/// @param timescale ticks per second of all times here; 1 when absent
/// @param presentationTimeOffset the media time, in ticks, at the start of the Period
/// @param availabilityTimeOffset see [BaseUrl]
/// @param indexRange where the segment index (`sidx`) lies
/// @param extras those of the whole element, also for a [SegmentTemplate] or [SegmentList]
public record SegmentBase(
        Optional<Long> timescale,
        Optional<Long> presentationTimeOffset,
        Optional<Long> presentationDuration,
        Optional<Long> eptDelta,
        Optional<Long> pdDelta,
        Optional<Duration> timeShiftBufferDepth,
        Optional<ByteRange> indexRange,
        Optional<Boolean> indexRangeExact,
        Optional<Double> availabilityTimeOffset,
        Optional<Boolean> availabilityTimeComplete,
        Optional<UrlRange> initialization,
        Optional<UrlRange> representationIndex,
        Extras extras) {

    static final SegmentBase NONE = of(1, 0);

    /// @param timescale ticks per second
    public static SegmentBase of(long timescale, long presentationTimeOffset) {
        return new SegmentBase(
                Optional.of(timescale),
                Optional.of(presentationTimeOffset).filter(ticks -> ticks != 0),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Extras.NONE);
    }

    /// An element `SegmentBase` for a resource with its header and index at these places.
    public static SegmentBase indexed(
            long timescale, long presentationTimeOffset, ByteRange header, ByteRange index) {
        return new SegmentBase(
                Optional.of(timescale),
                Optional.of(presentationTimeOffset).filter(ticks -> ticks != 0),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(index),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new UrlRange(Optional.empty(), Optional.of(header), Extras.NONE)),
                Optional.empty(),
                Extras.NONE);
    }

    /// What is said here, and for the rest what `outer`, one level up, says.
    SegmentBase within(SegmentBase outer) {
        return new SegmentBase(
                timescale.or(outer::timescale),
                presentationTimeOffset.or(outer::presentationTimeOffset),
                presentationDuration.or(outer::presentationDuration),
                eptDelta.or(outer::eptDelta),
                pdDelta.or(outer::pdDelta),
                timeShiftBufferDepth.or(outer::timeShiftBufferDepth),
                indexRange.or(outer::indexRange),
                indexRangeExact.or(outer::indexRangeExact),
                availabilityTimeOffset.or(outer::availabilityTimeOffset),
                availabilityTimeComplete.or(outer::availabilityTimeComplete),
                initialization.or(outer::initialization),
                representationIndex.or(outer::representationIndex),
                extras);
    }

    static SegmentBase parse(ElementReader in) throws MediaFormatException {
        return new SegmentBase(
                in.u32("timescale"),
                in.u64("presentationTimeOffset"),
                in.u64("presentationDuration"),
                in.integer("eptDelta"),
                in.integer("pdDelta"),
                in.duration("timeShiftBufferDepth"),
                in.range("indexRange"),
                in.bool("indexRangeExact"),
                in.decimal("availabilityTimeOffset"),
                in.bool("availabilityTimeComplete"),
                in.child("Initialization", UrlRange::parse),
                in.child("RepresentationIndex", UrlRange::parse),
                in.extras());
    }

    void write(ElementWriter out) {
        writeKnown(out);
        out.extras(extras);
    }

    void writeKnown(ElementWriter out) {
        out.attribute("timescale", timescale);
        out.attribute("presentationTimeOffset", presentationTimeOffset);
        out.attribute("presentationDuration", presentationDuration);
        out.attribute("eptDelta", eptDelta);
        out.attribute("pdDelta", pdDelta);
        out.attribute("timeShiftBufferDepth", timeShiftBufferDepth);
        out.attribute("indexRange", indexRange);
        out.attribute("indexRangeExact", indexRangeExact);
        out.attribute("availabilityTimeOffset", availabilityTimeOffset);
        out.attribute("availabilityTimeComplete", availabilityTimeComplete);
        out.child("Initialization", initialization, UrlRange::write);
        out.child("RepresentationIndex", representationIndex, UrlRange::write);
    }
}
