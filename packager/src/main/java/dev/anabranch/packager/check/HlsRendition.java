package dev.anabranch.packager.check;

import dev.anabranch.media.hls.MediaPlaylist;

/// A media playlist with its segments.
record HlsRendition(String address, MediaPlaylist playlist, MeasuredRendition measured) {

    Rates rates() {
        return Rates.of(measured.segments(), playlist.targetDuration());
    }

    /// The sum of all EXTINF.
    long nanos() {
        return measured.segments().stream().mapToLong(MeasuredSegment::declaredNanos).sum();
    }
}
