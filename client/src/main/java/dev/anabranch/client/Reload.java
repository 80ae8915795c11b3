package dev.anabranch.client;

import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.ParsedPlaylist;

/// What became of one request for a live playlist.
public sealed interface Reload {

    /// There is a new version.
    ///
    /// @param asked with what it was asked for
    /// @param answer as it came
    /// @param parsed as the text says; a delta update where one was asked for
    /// @param playlist the whole playlist, merged
    record Changed(Directives asked, Answer answer, ParsedPlaylist parsed, MediaPlaylist playlist)
            implements Reload {}

    /// The version is the one that was there before.
    record Unchanged(Directives asked, Answer answer) implements Reload {}

    /// The server said no: 400, 404, 503.
    record Refused(Directives asked, Answer answer) implements Reload {}

    /// The playlist has ended; nothing was asked.
    record Ended() implements Reload {}
}
