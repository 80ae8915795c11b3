package dev.anabranch.transcode;

import java.net.URI;
import java.nio.file.Path;

/// Where the bytes of a source are. Streams and channels are spooled to a file first: most
/// containers cannot be probed, or read at all, without going back.
public sealed interface SourceInput {

    /// A file of this machine.
    record OfFile(Path path) implements SourceInput {}

    /// Something on the web, or a live address; opened by the encoder with [Protocols] that fit.
    record OfUrl(URI uri) implements SourceInput {}

    static SourceInput of(Path path) {
        return new OfFile(path);
    }

    static SourceInput of(URI uri) {
        return new OfUrl(uri);
    }

    /// For people.
    default String name() {
        return switch (this) {
            case OfFile file -> String.valueOf(file.path().getFileName());
            case OfUrl url -> url.uri().toString();
        };
    }
}
