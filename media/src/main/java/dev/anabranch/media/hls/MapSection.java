package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-MAP (4.4.4.5): the Media Initialization Section of the segments from here on.
///
/// @param uri where it is
/// @param byteRange which part of it; null means all
/// @param others attributes without meaning here
public record MapSection(String uri, @Nullable ByteRange byteRange, List<Attribute> others)
        implements SegmentTag {

    static final String TAG = "EXT-X-MAP";

    public MapSection {
        others = List.copyOf(others);
    }

    public MapSection(String uri, @Nullable ByteRange byteRange) {
        this(uri, byteRange, List.of());
    }

    public MapSection(String uri) {
        this(uri, null);
    }

    static MapSection parse(AttributeReader in) throws LineException {
        String uri = in.quoted("URI");
        ByteRange range = in.byteRangeOrNull("BYTERANGE");
        if (range != null && range.continues()) {
            in.tolerate("BYTERANGE needs an offset");
            range = range.at(0);
        }
        return new MapSection(uri, range, in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .quoted("URI", uri)
                .byteRange("BYTERANGE", byteRange)
                .others(others)
                .newLine();
    }
}
