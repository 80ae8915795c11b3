package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-PART (4.4.4.9): a piece of the segment it stands before.
///
/// @param uri where it is
/// @param duration in seconds
/// @param isIndependent whether it holds an independent frame
/// @param byteRange which part of the resource; null means all
/// @param isGap whether it cannot be had
/// @param others attributes without meaning here
public record PartialSegment(
        String uri,
        Decimal duration,
        boolean isIndependent,
        @Nullable ByteRange byteRange,
        boolean isGap,
        List<Attribute> others)
        implements SegmentTag {

    static final String TAG = "EXT-X-PART";

    public PartialSegment {
        others = List.copyOf(others);
    }

    public PartialSegment(String uri, Decimal duration, boolean isIndependent) {
        this(uri, duration, isIndependent, null, false, List.of());
    }

    PartialSegment withByteRange(ByteRange range) {
        return new PartialSegment(uri, duration, isIndependent, range, isGap, others);
    }

    static PartialSegment parse(AttributeReader in) throws LineException {
        return new PartialSegment(
                in.quoted("URI"),
                in.decimal("DURATION"),
                in.flag("INDEPENDENT"),
                in.byteRangeOrNull("BYTERANGE"),
                in.flag("GAP"),
                in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .decimal("DURATION", duration)
                .quoted("URI", uri)
                .byteRange("BYTERANGE", byteRange)
                .flag("INDEPENDENT", isIndependent)
                .flag("GAP", isGap)
                .others(others)
                .newLine();
    }
}
