package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import java.time.Instant;
import java.util.Objects;

/// One thing that can be sent: bytes, what they are, and what tells them from the bytes of
/// yesterday.
///
/// @param mimeType the value of Content-Type
/// @param kind how long others may keep it and whether it is worth compressing
/// @param etag the strong validator without quotes (RFC 9110, 8.8.3): it changes whenever the bytes
///   do
/// @param modified for Last-Modified; sent in whole seconds
/// @param holder keeps the content's sources open; whoever gets a resource releases it once
public record Resource(
        Content content, String mimeType, Kind kind, String etag, Instant modified, Holder holder) {

    /// What a resource is for a cache.
    public enum Kind {
        /// Playlists and manifests: text that may change.
        PLAYLIST,
        /// Text that never changes at its address, such as a subtitle segment.
        TEXT_SEGMENT,
        /// Media, keys, pictures: bytes that never change at their address.
        SEGMENT;

        boolean isText() {
            return this != SEGMENT;
        }
    }

    /// [#modified] of what has no such date: it has no Last-Modified, and conditions of time do not
    /// hold for it.
    static final Instant UNDATED = Instant.MAX;

    boolean isDated() {
        return !modified.equals(UNDATED);
    }

    public Resource {
        Objects.requireNonNull(content);
        if (etag.isEmpty() || etag.indexOf('"') >= 0) {
            throw new IllegalArgumentException("etag=" + etag);
        }
    }
}
