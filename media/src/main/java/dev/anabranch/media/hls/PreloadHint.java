package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-PRELOAD-HINT (4.4.5.3): a resource that can be asked for before it exists.
///
/// @param type what kind of resource
/// @param uri where, relative to the playlist
/// @param byteRangeStart the first byte of the resource that is meant
/// @param byteRangeLength how many bytes, null up to the end of the resource
/// @param others attributes without meaning here
public record PreloadHint(
        Type type,
        String uri,
        long byteRangeStart,
        @Nullable Long byteRangeLength,
        List<Attribute> others) {

    static final String TAG = "EXT-X-PRELOAD-HINT";

    /// What is hinted at.
    public enum Type {
        /// A Partial Segment.
        PART,
        /// A Media Initialization Section.
        MAP
    }

    public PreloadHint {
        others = List.copyOf(others);
    }

    /// A part that is a whole resource.
    public static PreloadHint part(String uri) {
        return new PreloadHint(Type.PART, uri, 0, null, List.of());
    }

    /// An initialization section that is a whole resource.
    public static PreloadHint map(String uri) {
        return new PreloadHint(Type.MAP, uri, 0, null, List.of());
    }

    static PreloadHint parse(AttributeReader in) throws LineException {
        Long start = in.integerOrNull("BYTERANGE-START");
        return new PreloadHint(
                in.enumerated("TYPE", Type.values()),
                in.quoted("URI"),
                start == null ? 0 : start,
                in.integerOrNull("BYTERANGE-LENGTH"),
                in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .plain("TYPE", type.name())
                .quoted("URI", uri)
                .integer("BYTERANGE-START", byteRangeStart == 0 ? null : byteRangeStart)
                .integer("BYTERANGE-LENGTH", byteRangeLength)
                .others(others)
                .newLine();
    }
}
