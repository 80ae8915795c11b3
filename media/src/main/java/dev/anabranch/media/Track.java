package dev.anabranch.media;

import dev.anabranch.media.codec.CodecConfiguration;

/// One elementary stream of a source: what it carries and on which clock.
///
/// @param id unique in its source, at least 1
/// @param timescale the clock of all its times
/// @param codec the configuration its samples start with
/// @param language a BCP 47 tag, `und` when unknown
/// @param name a title for people, empty when there is none
public record Track(
        int id, Timescale timescale, CodecConfiguration codec, String language, String name) {

    public Track {
        if (id < 1) {
            throw new IllegalArgumentException("id=" + id);
        }
    }

    public TrackKind kind() {
        return codec.kind();
    }
}
