package dev.anabranch.cli;

import dev.anabranch.service.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the command line of the same user finds a running server and its admin secret: a file that
/// only that user may read, for as long as the server runs.
///
/// @param url how to reach it from this machine
/// @param secret of its API
/// @param pid of its process: a note of one that was killed is nobody's
record ServerNote(URI url, String secret, long pid) {

    private static final String ENDING = ".server";

    /// Puts it down until it is closed.
    static Posted post(URI url, String secret) throws IOException {
        var note = new ServerNote(url, secret, ProcessHandle.current().pid());
        var file = folder().resolve(url.getPort() + ENDING);
        PrivateFile.write(file, note.url + "\n" + note.secret + "\n" + note.pid + "\n");
        return new Posted(file);
    }

    /// Removes the note when it is closed.
    record Posted(Path file) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /// That of the server at `port` of this machine.
    static Optional<ServerNote> at(int port) {
        return read(folder().resolve(port + ENDING));
    }

    /// Those of all servers that run.
    static List<ServerNote> all() {
        var notes = new ArrayList<ServerNote>();
        try (var files = Files.newDirectoryStream(folder(), "*" + ENDING)) {
            for (var file : files) {
                read(file).ifPresent(notes::add);
            }
        } catch (IOException none) {
            return List.of();
        }
        return notes;
    }

    private static Optional<ServerNote> read(Path file) {
        try {
            var lines = Files.readAllLines(file);
            if (lines.size() < 3) {
                return Optional.empty();
            }
            var note =
                    new ServerNote(
                            URI.create(lines.get(0)), lines.get(1), Long.parseLong(lines.get(2)));
            return ProcessHandle.of(note.pid).isPresent() ? Optional.of(note) : Optional.empty();
        } catch (IOException | IllegalArgumentException unusable) {
            return Optional.empty();
        }
    }

    private static Path folder() {
        return UserFolders.state().resolve("servers");
    }
}
