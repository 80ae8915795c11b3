package dev.anabranch.origin;

import java.net.URI;
import java.net.URISyntaxException;
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

    /// The address of the multivariant playlist, percent-encoded.
    public Optional<String> hlsAddress() {
        return hls.map(this::address);
    }

    /// The address of the MPD, percent-encoded.
    public Optional<String> dashAddress() {
        return dash.map(this::address);
    }

    /// The address of the still picture, percent-encoded.
    public Optional<String> posterAddress() {
        return poster.map(this::address);
    }

    private String address(String path) {
        try {
            return new URI(null, null, "/p/" + playbackId + "/" + path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("path=" + path, e);
        }
    }
}
