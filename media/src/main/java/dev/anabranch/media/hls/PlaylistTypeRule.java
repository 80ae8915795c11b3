package dev.anabranch.media.hls;

/// O9: a VOD playlist does not change (4.4.3.5), so it holds the last segment, and then it must say
/// so (6.2.1).
final class PlaylistTypeRule implements MediaRule {

    private static final String ID = "O9";

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        if (playlist.type() == PlaylistType.VOD && !playlist.hasEnded()) {
            breaches.must(ID, PlaylistType.TAG, "a VOD playlist without EXT-X-ENDLIST");
        }
        if (playlist.type() != null && playlist.skip() != null) {
            breaches.must(ID, Skip.TAG, "a playlist that keeps all segments skips some");
        }
    }
}
