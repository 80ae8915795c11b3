package dev.anabranch.media.hls;

/// A rule about the text of a Media Playlist.
interface MediaRule {

    void check(MediaPlaylist playlist, Breaches breaches);
}
