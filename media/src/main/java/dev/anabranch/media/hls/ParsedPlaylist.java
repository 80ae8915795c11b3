package dev.anabranch.media.hls;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Map;

/// A playlist as it was read.
///
/// @param playlist the playlist
/// @param findings what was tolerated, in the order of the lines; at most a thousand
/// @param variables name to value of its EXT-X-DEFINE tags, for [VariableSource#imports]
/// @param lines where everything stood
public record ParsedPlaylist(
        Playlist playlist,
        List<Finding> findings,
        Map<String, String> variables,
        SourceLines lines) {

    public ParsedPlaylist {
        findings = List.copyOf(findings);
        variables = Map.copyOf(variables);
    }

    /// The playlist, if it is a Media Playlist.
    public MediaPlaylist media() throws MediaFormatException {
        return switch (playlist) {
            case MediaPlaylist media -> media;
            case MultivariantPlaylist _ ->
                    throw MediaFormatException.malformed("", "not a Media Playlist");
        };
    }

    /// The playlist, if it is a Multivariant Playlist.
    public MultivariantPlaylist multivariant() throws MediaFormatException {
        return switch (playlist) {
            case MultivariantPlaylist multivariant -> multivariant;
            case MediaPlaylist _ ->
                    throw MediaFormatException.malformed("", "not a Multivariant Playlist");
        };
    }
}
