package dev.anabranch.transcode;

import dev.anabranch.transcode.process.WebGate;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where the bytes of a source are. Streams and channels are spooled to a file first: most
/// containers cannot be probed, or read at all, without going back.
public sealed interface SourceInput {

    /// A file of this machine.
    record OfFile(Path path) implements SourceInput {}

    /// Something on the web, or a live address; opened by the encoder with protocols that fit.
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

    /// What a program that opens it must have in its environment. May block while a name is looked
    /// up.
    default Map<String, String> environment() {
        return switch (this) {
            case OfFile _ -> Map.of();
            case OfUrl url ->
                    String.valueOf(url.uri().getScheme())
                                    .toLowerCase(Locale.ROOT)
                                    .startsWith("http")
                            ? WebGate.environment(url.uri())
                            : Map.of();
        };
    }
}
