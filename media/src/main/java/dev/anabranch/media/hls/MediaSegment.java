package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A URI line of a Media Playlist with the tags that stand before it (4.4.4), in their order.
///
/// KEY, MAP and BITRATE tags hold for later segments too; they are kept where they stand, and
/// [MediaPlaylist] is walked to know what applies to a segment.
///
/// @param tags those before the URI line, without EXTINF and EXT-X-BYTERANGE
/// @param duration of EXTINF, in seconds
/// @param title of EXTINF, empty when there is none
/// @param byteRange of EXT-X-BYTERANGE; null means the whole resource
/// @param uri where it is
public record MediaSegment(
        List<SegmentTag> tags,
        Decimal duration,
        String title,
        @Nullable ByteRange byteRange,
        String uri) {

    static final String EXTINF = "EXTINF";
    static final String BYTERANGE = "EXT-X-BYTERANGE";

    private static final byte[] EXTINF_PREFIX = {'#', 'E', 'X', 'T', 'I', 'N', 'F', ':'};

    public MediaSegment {
        tags = List.copyOf(tags);
    }

    public MediaSegment(String uri, Decimal duration) {
        this(List.of(), duration, "", null, uri);
    }

    public MediaSegment withByteRange(@Nullable ByteRange range) {
        return new MediaSegment(tags, duration, title, range, uri);
    }

    public MediaSegment withTitle(String newTitle) {
        return new MediaSegment(tags, duration, newTitle, byteRange, uri);
    }

    public MediaSegment withTags(List<? extends SegmentTag> newTags) {
        return new MediaSegment(List.copyOf(newTags), duration, title, byteRange, uri);
    }

    /// This segment with `tag` after those it has; a part comes after all others (4.4.4.9), so any
    /// other tag is put before the first part.
    public MediaSegment with(SegmentTag tag) {
        var all = new ArrayList<>(tags);
        int end = all.size();
        while (!(tag instanceof PartialSegment)
                && end > 0
                && all.get(end - 1) instanceof PartialSegment) {
            end--;
        }
        all.add(end, tag);
        return withTags(all);
    }

    public boolean hasDiscontinuity() {
        return first(tags, Discontinuity.class) != null;
    }

    public boolean isGap() {
        return first(tags, Gap.class) != null;
    }

    public @Nullable ProgramDateTime programDateTime() {
        return first(tags, ProgramDateTime.class);
    }

    /// The EXT-X-MAP that stands at this segment, not one that still holds.
    public @Nullable MapSection map() {
        return first(tags, MapSection.class);
    }

    /// The EXT-X-KEYs that stand at this segment.
    public List<Key> keys() {
        return all(tags, Key.class);
    }

    public List<PartialSegment> parts() {
        return all(tags, PartialSegment.class);
    }

    public List<DateRange> dateRanges() {
        return all(tags, DateRange.class);
    }

    void write(LineWriter out) {
        if (!tags.isEmpty()) {
            writeTags(tags, out);
        }
        out.raw(EXTINF_PREFIX).decimal(duration).ascii(',');
        if (!title.isEmpty()) {
            out.text(title);
        }
        out.newLine();
        if (byteRange != null) {
            byteRange.write(out.tag(BYTERANGE).ascii(':'));
            out.newLine();
        }
        out.text(uri).newLine();
    }

    static void writeTags(List<SegmentTag> tags, LineWriter out) {
        for (var tag : tags) {
            switch (tag) {
                case Bitrate bitrate -> bitrate.write(out);
                case DateRange dateRange -> dateRange.write(out);
                case Discontinuity discontinuity -> discontinuity.write(out);
                case Gap gap -> gap.write(out);
                case Key key -> key.write(out);
                case MapSection map -> map.write(out);
                case PartialSegment part -> part.write(out);
                case ProgramDateTime dateTime -> dateTime.write(out);
                case UnknownTag unknown -> unknown.write(out);
            }
        }
    }

    static <T> @Nullable T first(List<? super T> tags, Class<T> type) {
        for (Object tag : tags) {
            if (type.isInstance(tag)) {
                return type.cast(tag);
            }
        }
        return null;
    }

    static <T> List<T> all(List<? super T> tags, Class<T> type) {
        return tags.isEmpty()
                ? List.of()
                : tags.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
