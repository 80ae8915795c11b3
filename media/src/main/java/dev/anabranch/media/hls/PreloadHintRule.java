package dev.anabranch.media.hls;

import java.util.EnumSet;

/// O16: preload hints as far as the text shows them (4.4.5.3, 6.2.6).
final class PreloadHintRule implements MediaRule {

    private static final String ID = "O16";

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        var seen = EnumSet.noneOf(PreloadHint.Type.class);
        for (var hint : playlist.preloadHints()) {
            String where = breaches.tag(PreloadHint.TAG, hint);
            if (playlist.hasEnded()) {
                breaches.must(ID, where, "a playlist with EXT-X-ENDLIST has no preload hints");
            }
            if (!seen.add(hint.type())) {
                breaches.should(ID, where, "a second hint with TYPE=" + hint.type());
            }
        }
    }
}
