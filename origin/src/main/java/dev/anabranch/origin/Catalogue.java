package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What there is to play, by playback id. Called on virtual threads, many at once; may block.
public interface Catalogue extends AutoCloseable {

    /// All titles in the order a page shows them.
    List<Title> titles() throws IOException;

    /// The title with this id, or empty.
    Optional<Title> title(String playbackId) throws IOException;

    /// The resource at `path` of a title, held once for the caller; empty when there is none.
    ///
    /// @param path decoded, without `.` and `..`, with `/` between its parts ([ResourcePath])
    /// @throws MediaFormatException when the source turns out to be unusable
    Optional<Resource> open(String playbackId, String path)
            throws IOException, MediaFormatException;

    @Override
    void close() throws IOException;

    /// One catalogue of several: the first that knows an id answers for it.
    static Catalogue of(List<Catalogue> catalogues) {
        return new JoinedCatalogue(List.copyOf(catalogues));
    }
}
