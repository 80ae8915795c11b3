package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the tags of one segment after the other (4.4.4, EXT-X-DATERANGE).
final class SegmentTags {

    private final ParseContext context;
    private final List<SegmentTag> tags = new ArrayList<>();
    private @Nullable Decimal duration;
    private String title = "";
    private @Nullable ByteRange byteRange;
    private @Nullable PartialSegment lastPart;
    private @Nullable MediaSegment previous;
    private boolean hasDiscontinuity;

    SegmentTags(ParseContext context) {
        this.context = context;
    }

    /// Whether the tag is one of these; then it has been read.
    boolean take(String name) throws LineException {
        switch (name) {
            case MediaSegment.EXTINF -> extinf();
            case MediaSegment.BYTERANGE -> byteRange = ByteRange.parse(context.value());
            case Discontinuity.TAG -> {
                add(Discontinuity.parse(context.value()));
                hasDiscontinuity = true;
            }
            case Gap.TAG -> add(Gap.parse(context.value()));
            case Key.TAG -> add(Key.parse(context.attributes()));
            case MapSection.TAG -> add(MapSection.parse(context.attributes()));
            case ProgramDateTime.TAG -> add(ProgramDateTime.parse(context.value()));
            case Bitrate.TAG -> add(Bitrate.parse(context.value()));
            case DateRange.TAG -> add(DateRange.parse(context.attributes()));
            case PartialSegment.TAG -> part(PartialSegment.parse(context.attributes()));
            default -> {
                return false;
            }
        }
        return true;
    }

    void extinf() throws LineException {
        var value = context.value();
        var seconds = value.decimal();
        if (seconds.unscaled() < 0) {
            context.tolerate("the duration is negative");
            seconds = Decimal.ZERO;
        }
        if (value.skip(',')) {
            title = value.isAtEnd() ? "" : value.rest();
        } else if (value.isAtEnd()) {
            context.note("no comma after the duration");
        } else {
            context.tolerate("unexpected characters after the duration");
            String rest = value.rest();
            title = rest.substring(rest.indexOf(',') + 1);
        }
        duration = seconds;
    }

    void add(SegmentTag tag) throws LineException {
        int limit = context.options.limits().tagsPerSegment();
        if (tags.size() == limit) {
            throw LineException.limit("number of tags of a segment", limit + 1L, limit);
        }
        tags.add(context.here(tag));
    }

    boolean hasDiscontinuity() {
        return hasDiscontinuity;
    }

    boolean isEmpty() {
        return duration == null
                && byteRange == null
                && tags.stream().allMatch(UnknownTag.class::isInstance);
    }

    /// Takes away the unknown tags, if nothing else has come yet.
    List<UnknownTag> takeUnknown() {
        if (!isEmpty()) {
            return List.of();
        }
        var unknown = MediaSegment.all(tags, UnknownTag.class);
        tags.clear();
        return unknown;
    }

    /// The segment that ends with this URI line.
    MediaSegment close(String uri) throws LineException {
        if (duration == null) {
            String missing = "a URI line without EXTINF before it";
            if (isEmpty()) {
                context.tolerate(missing);
            } else {
                context.note(missing);
            }
            duration = Decimal.ZERO;
        }
        var range = byteRange == null ? null : placed(byteRange, uri);
        var before = tags.isEmpty() ? List.<SegmentTag>of() : List.copyOf(tags);
        var segment = new MediaSegment(before, duration, title, range, uri);
        tags.clear();
        duration = null;
        title = "";
        byteRange = null;
        lastPart = null;
        previous = segment;
        return segment;
    }

    /// What is left after the last URI line.
    List<SegmentTag> open() throws LineException {
        if (duration != null || byteRange != null) {
            context.tolerate("EXTINF or EXT-X-BYTERANGE without a URI line after it");
        }
        return tags;
    }

    private ByteRange placed(ByteRange range, String uri) throws LineException {
        if (!range.continues()) {
            return range;
        }
        var last = previous;
        var before = last == null ? null : last.byteRange();
        if (last == null || before == null || !last.uri().equals(uri)) {
            context.tolerate("EXT-X-BYTERANGE without an offset continues no segment before it");
            return range;
        }
        return before.continues() ? range : range.at(before.end());
    }

    private void part(PartialSegment part) throws LineException {
        var range = part.byteRange();
        if (range != null && range.continues()) {
            var before = lastPart == null ? null : lastPart.byteRange();
            if (before != null && !before.continues()) {
                part = part.withByteRange(range.at(before.end()));
            }
        }
        lastPart = part;
        add(part);
    }
}
