package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-SESSION-DATA (4.4.6.4).
///
/// @param dataId which datum
/// @param value its value; null when it is at `uri`
/// @param uri where its value is; null when it is `value`
/// @param format how the resource is written; null means JSON
/// @param language a BCP 47 tag of `value`
/// @param others attributes without meaning here
public record SessionData(
        String dataId,
        @Nullable String value,
        @Nullable String uri,
        @Nullable Format format,
        @Nullable String language,
        List<Attribute> others)
        implements MultivariantTag {

    static final String TAG = "EXT-X-SESSION-DATA";

    /// How the resource at the URI is written.
    public enum Format {
        JSON,
        RAW
    }

    public SessionData {
        others = List.copyOf(others);
        if ((value == null) == (uri == null)) {
            throw new IllegalArgumentException("value=" + value + " uri=" + uri);
        }
    }

    public static SessionData value(String dataId, String value, @Nullable String language) {
        return new SessionData(dataId, value, null, null, language, List.of());
    }

    static SessionData parse(AttributeReader in) throws LineException {
        String id = in.quoted("DATA-ID");
        String value = in.quotedOrNull("VALUE");
        String uri = in.quotedOrNull("URI");
        if ((value == null) == (uri == null)) {
            throw new LineException("exactly one of VALUE and URI is required");
        }
        return new SessionData(
                id,
                value,
                uri,
                in.enumeratedOrNull("FORMAT", Format.values()),
                in.quotedOrNull("LANGUAGE"),
                in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .quoted("DATA-ID", dataId)
                .quoted("VALUE", value)
                .quoted("URI", uri)
                .plain("FORMAT", format == null ? null : format.name())
                .quoted("LANGUAGE", language)
                .others(others)
                .newLine();
    }
}
