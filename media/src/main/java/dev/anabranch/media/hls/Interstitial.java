package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a date range of the class `com.apple.hls.interstitial` says (appendix D.2).
///
/// @param assetUri the one asset; null when there is a list
/// @param assetList where a list of assets is; null when there is one asset
/// @param resumeOffset seconds from the interstitial's place to where to go on; null means its
///   duration
/// @param playoutLimit the longest it may play, in seconds
/// @param snap `OUT`, `IN`
/// @param restrict `SKIP`, `JUMP`
/// @param contentMayVary whether players may get different content
/// @param occupiesRange whether a timeline shows it as a range and not as a point
/// @param isPrimaryStyle whether a timeline shows it like the content around it
public record Interstitial(
        @Nullable String assetUri,
        @Nullable String assetList,
        @Nullable Decimal resumeOffset,
        @Nullable Decimal playoutLimit,
        List<String> snap,
        List<String> restrict,
        boolean contentMayVary,
        boolean occupiesRange,
        boolean isPrimaryStyle) {

    /// The class of a date range that is an interstitial.
    public static final String CLASS = "com.apple.hls.interstitial";

    public Interstitial {
        snap = List.copyOf(snap);
        restrict = List.copyOf(restrict);
    }

    /// What `range` says, or null when it is none or breaks the rules for one.
    public static @Nullable Interstitial of(DateRange range) {
        String uri = range.clientAttribute("X-ASSET-URI");
        String list = range.clientAttribute("X-ASSET-LIST");
        if (!CLASS.equals(range.className()) || (uri == null) == (list == null)) {
            return null;
        }
        return new Interstitial(
                uri,
                list,
                number(range.clientAttribute("X-RESUME-OFFSET")),
                number(range.clientAttribute("X-PLAYOUT-LIMIT")),
                words(range.clientAttribute("X-SNAP")),
                words(range.clientAttribute("X-RESTRICT")),
                !"NO".equals(range.clientAttribute("X-CONTENT-MAY-VARY")),
                "RANGE".equals(range.clientAttribute("X-TIMELINE-OCCUPIES")),
                "PRIMARY".equals(range.clientAttribute("X-TIMELINE-STYLE")));
    }

    /// Adds the class and the attributes to a date range.
    public DateRangeBuilder addTo(DateRangeBuilder range) {
        range.className(CLASS);
        quoted(range, "X-ASSET-URI", assetUri);
        quoted(range, "X-ASSET-LIST", assetList);
        plain(range, "X-RESUME-OFFSET", resumeOffset);
        plain(range, "X-PLAYOUT-LIMIT", playoutLimit);
        quoted(range, "X-SNAP", snap.isEmpty() ? null : String.join(",", snap));
        quoted(range, "X-RESTRICT", restrict.isEmpty() ? null : String.join(",", restrict));
        quoted(range, "X-CONTENT-MAY-VARY", contentMayVary ? null : "NO");
        quoted(range, "X-TIMELINE-OCCUPIES", occupiesRange ? "RANGE" : null);
        quoted(range, "X-TIMELINE-STYLE", isPrimaryStyle ? "PRIMARY" : null);
        return range;
    }

    private static void quoted(DateRangeBuilder range, String name, @Nullable String value) {
        if (value != null) {
            range.client(Attribute.quoted(name, value));
        }
    }

    private static void plain(DateRangeBuilder range, String name, @Nullable Decimal value) {
        if (value != null) {
            range.client(Attribute.plain(name, value.toString()));
        }
    }

    private static @Nullable Decimal number(@Nullable String text) {
        try {
            return text == null ? null : Decimal.of(text);
        } catch (IllegalArgumentException | ArithmeticException notANumber) {
            return null;
        }
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(",", -1));
    }
}
