package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-RENDITION-REPORT (4.4.5.4): how far another rendition has come.
///
/// @param uri the other playlist, relative to this one
/// @param lastMsn the media sequence number of its last segment or part; null means as here
/// @param lastPart the index of its last part; null means as here, or that it has none
/// @param others attributes without meaning here
public record RenditionReport(
        String uri, @Nullable Long lastMsn, @Nullable Long lastPart, List<Attribute> others) {

    static final String TAG = "EXT-X-RENDITION-REPORT";

    public RenditionReport {
        others = List.copyOf(others);
    }

    public RenditionReport(String uri, @Nullable Long lastMsn, @Nullable Long lastPart) {
        this(uri, lastMsn, lastPart, List.of());
    }

    static RenditionReport parse(AttributeReader in) throws LineException {
        return new RenditionReport(
                in.quoted("URI"),
                in.integerOrNull("LAST-MSN"),
                in.integerOrNull("LAST-PART"),
                in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .quoted("URI", uri)
                .integer("LAST-MSN", lastMsn)
                .integer("LAST-PART", lastPart)
                .others(others)
                .newLine();
    }
}
