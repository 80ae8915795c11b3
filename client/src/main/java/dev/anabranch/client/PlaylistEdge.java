package dev.anabranch.client;

import dev.anabranch.media.hls.MediaPlaylist;

/// How far a media playlist has come.
///
/// @param msn the media sequence number of the segment that is growing, or would grow next
/// @param partCount how many parts of it are there
public record PlaylistEdge(long msn, int partCount) implements Comparable<PlaylistEdge> {

    public static PlaylistEdge of(MediaPlaylist playlist) {
        long next = playlist.firstListedSequence() + playlist.segments().size();
        return new PlaylistEdge(next, playlist.openParts().size());
    }

    /// What to ask for to be told of the next part, or segment where there are no parts (6.2.5.2).
    Directives next(boolean hasParts) {
        return hasParts ? Directives.part(msn, partCount) : Directives.segment(msn);
    }

    @Override
    public int compareTo(PlaylistEdge other) {
        return msn == other.msn
                ? Integer.compare(partCount, other.partCount)
                : Long.compare(msn, other.msn);
    }
}
