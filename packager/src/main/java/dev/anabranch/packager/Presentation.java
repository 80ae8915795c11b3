package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Everything a player can ask for of one source: playlists, manifests, init and media segments.
///
/// Packaging ahead of time is `for (path : paths()) store.put(path, resource(path))`; serving just
/// in time is `resource(path)` on request. A presentation is immutable; any number of threads may
/// ask it at once, and no resource needs another to be asked for first.
public interface Presentation extends AutoCloseable {

    /// All paths in publish order: media before the playlists that name it, the multivariant
    /// playlist and MPD last.
    List<String> paths();

    /// The resource at `path`, made now; empty when the presentation has no such path.
    ///
    /// @throws MediaFormatException when the source's bytes turn out to be unusable there
    Optional<Content> resource(String path) throws IOException, MediaFormatException;

    /// Makes sure that the sources are still what they were when the presentation was made of them.
    ///
    /// @throws IOException when one was written to since: resources may then mix old bytes with new
    default void requireUnchanged() throws IOException {}

    /// Releases the sources.
    @Override
    void close() throws IOException;
}
