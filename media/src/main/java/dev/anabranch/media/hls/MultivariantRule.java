package dev.anabranch.media.hls;

/// A rule about the text of a Multivariant Playlist.
interface MultivariantRule {

    void check(MultivariantPlaylist playlist, Breaches breaches);
}
