package dev.anabranch.media.hls;

import java.util.List;

/// O29: an interstitial has exactly one of X-ASSET-URI and X-ASSET-LIST (appendix D.2).
final class InterstitialRule implements MediaRule {

    private static final String ID = "O29";
    private static final List<String> ASSETS = List.of("X-ASSET-URI", "X-ASSET-LIST");

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        for (var segment : playlist.segments()) {
            segment.dateRanges().forEach(range -> checkRange(range, breaches));
        }
        MediaSegment.all(playlist.openSegment(), DateRange.class)
                .forEach(range -> checkRange(range, breaches));
    }

    private static void checkRange(DateRange range, Breaches breaches) {
        long assets =
                range.clientAttributes().stream()
                        .filter(attribute -> ASSETS.contains(attribute.name()))
                        .count();
        String where = breaches.tag(DateRange.TAG, range);
        if (Interstitial.CLASS.equals(range.className()) && assets != 1) {
            breaches.must(
                    ID, where, "an interstitial has exactly one of X-ASSET-URI and X-ASSET-LIST");
        }
        if (range.className() == null && range.startDate() != null && assets > 0) {
            breaches.must(ID, where, "an interstitial must have CLASS " + Interstitial.CLASS);
        }
        String uri = range.clientAttribute("X-ASSET-URI");
        if (uri != null && uri.indexOf(':') < 0 && !uri.startsWith("{$")) {
            breaches.must(ID, where, "X-ASSET-URI must be absolute: " + uri);
        }
    }
}
