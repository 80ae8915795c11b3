package dev.anabranch.media.hls;

import org.jspecify.annotations.Nullable;

/// A line that starts with `#EXT` and that this code gives no meaning to, or that could not be read
/// and was tolerated; written again as it was.
///
/// @param name without the `#`, such as `EXT-X-CUE-OUT`
/// @param value what follows the colon; null when there is no colon
/// @param uri the URI line of an EXT-X-STREAM-INF that is ignored with its tag (6.3.1)
public record UnknownTag(String name, @Nullable String value, @Nullable String uri)
        implements SegmentTag, MultivariantTag {

    public UnknownTag {
        if (!name.startsWith("EXT") || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("name=" + name);
        }
    }

    /// A tag such as `#EXT-X-CUE-OUT:30`.
    public static UnknownTag of(String name, @Nullable String value) {
        return new UnknownTag(name, value, null);
    }

    void write(LineWriter out) {
        out.ascii('#').text(name);
        if (value != null) {
            out.ascii(':').text(value);
        }
        out.newLine();
        if (uri != null) {
            out.text(uri).newLine();
        }
    }
}
