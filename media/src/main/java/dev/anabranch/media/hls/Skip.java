package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-SKIP (4.4.5.2): what a delta update leaves out.
///
/// @param skippedSegments how many segments from the beginning
/// @param recentlyRemovedDateRanges the IDs removed lately; null when date ranges are not skipped
/// @param others attributes without meaning here
public record Skip(
        long skippedSegments,
        @Nullable List<String> recentlyRemovedDateRanges,
        List<Attribute> others) {

    static final String TAG = "EXT-X-SKIP";

    public Skip {
        recentlyRemovedDateRanges =
                recentlyRemovedDateRanges == null ? null : List.copyOf(recentlyRemovedDateRanges);
        others = List.copyOf(others);
        if (skippedSegments < 0) {
            throw new IllegalArgumentException("skippedSegments=" + skippedSegments);
        }
    }

    public Skip(long skippedSegments) {
        this(skippedSegments, null, List.of());
    }

    static Skip parse(AttributeReader in) throws LineException {
        long skipped = in.integer("SKIPPED-SEGMENTS");
        String removed = in.emptyableOrNull("RECENTLY-REMOVED-DATERANGES");
        return new Skip(skipped, removed == null ? null : ids(removed), in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .integer("SKIPPED-SEGMENTS", skippedSegments)
                .quoted(
                        "RECENTLY-REMOVED-DATERANGES",
                        recentlyRemovedDateRanges == null
                                ? null
                                : String.join("\t", recentlyRemovedDateRanges))
                .others(others)
                .newLine();
    }

    private static List<String> ids(String tabbed) {
        return tabbed.isEmpty() ? List.of() : List.of(tabbed.split("\t", -1));
    }
}
