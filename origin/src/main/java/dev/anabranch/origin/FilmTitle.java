package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.media.hls.SessionData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// The title that a multivariant playlist gives its film (`EXT-X-SESSION-DATA`).
final class FilmTitle {

    /// As Apple names it, and our packager.
    private static final String DATA_ID = "com.apple.hls.title";

    /// More than a playlist of ours has.
    private static final int MAX_BYTES = 256 << 10;

    private FilmTitle() {}

    /// Empty when there is none, or no playlist that can be read.
    static Optional<String> in(Path playlist) {
        try (var in = Files.newInputStream(playlist)) {
            var bytes = in.readNBytes(MAX_BYTES);
            return PlaylistParser.parse(bytes, ParseOptions.LENIENT).playlist()
                            instanceof MultivariantPlaylist multivariant
                    ? in(multivariant)
                    : Optional.empty();
        } catch (IOException | MediaFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> in(MultivariantPlaylist playlist) {
        return playlist.tags().stream()
                .filter(SessionData.class::isInstance)
                .map(SessionData.class::cast)
                .filter(datum -> datum.dataId().equals(DATA_ID))
                .map(SessionData::value)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(title -> !title.isEmpty())
                .findFirst();
    }
}
