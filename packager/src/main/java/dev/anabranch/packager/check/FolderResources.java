package dev.anabranch.packager.check;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Files on disk. Addresses are relative to a folder, with `/` and percent-encoding as in
/// manifests; a manifest may lead out of the folder with `../`, as players would follow it.
/// Addresses with a scheme or from the root of a server are not there.
///
/// @param folder where the first manifest lies
public record FolderResources(Path folder) implements Resources {

    public FolderResources {
        folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public Optional<Fetched> fetch(Part part) throws IOException {
        var file = file(part.address());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (var channel = FileChannel.open(file.get())) {
            long size = channel.size();
            long from = Math.min(part.offset(), size);
            long to = Math.min(size, part.end().orElse(size));
            if (to - from > MAX_BYTES) {
                throw new IOException(
                        part
                                + ": "
                                + (to - from)
                                + " bytes are more than are read at once, "
                                + MAX_BYTES);
            }
            var bytes = ByteBuffer.allocate((int) (to - from));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new IOException(part + ": the file became shorter");
                }
            }
            return Optional.of(new Fetched(bytes.array(), size, Map.of()));
        }
    }

    private Optional<Path> file(String address) {
        var path = address.replaceFirst("[?#].*", "");
        if (path.isEmpty()
                || path.startsWith("/")
                || path.indexOf(':') >= 0 && path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return Optional.empty();
        }
        try {
            var decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            var file = folder.resolve(decoded).normalize();
            return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }
}
