package dev.anabranch.origin;

import java.util.Optional;

/// What a page says of one playable thing.
///
/// @param playbackId the `{id}` of `/p/{id}/…`, `/watch/{id}` and `/embed/{id}`
/// @param name for people
/// @param hls the path of the multivariant playlist below `/p/{id}/`
/// @param dash the path of the MPD
/// @param poster the path of a still picture
public record Title(
        String playbackId,
        String name,
        Optional<String> hls,
        Optional<String> dash,
        Optional<String> poster) {

    public Title {
        if (!PlaybackId.isValid(playbackId)) {
            throw new IllegalArgumentException("playbackId=" + playbackId);
        }
    }
}
