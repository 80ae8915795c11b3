package dev.anabranch.transcode.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// A process and all that it has started, however far removed: what a script starts in the
/// background belongs to nobody once the script has ended.
///
/// Such orphans are found by a variable that the first process is given and that all others
/// inherit, where the system shows the environment of processes (`proc(5)`); elsewhere only what
/// still hangs on a living parent is. Safe for use by many threads.
final class ProcessTree {

    private static final String VARIABLE = "ANABRANCH_RUN";

    private static final Path PROCESSES = Path.of("/proc");

    /// `MAX_ARG_STRLEN` times 8: far more than any environment here.
    private static final int MAX_ENVIRONMENT_BYTES = 1 << 20;

    /// A process that forks while it is looked for has a child that was not seen.
    private static final int MAX_ROUNDS = 10;

    private final String mark;

    ProcessTree() {
        mark = UUID.randomUUID().toString();
    }

    /// What the first process is to have in its environment.
    Map<String, String> environment() {
        return Map.of(VARIABLE, mark);
    }

    /// Kills `root`, if it lives, and all that came of it.
    void kill(Process root) {
        var children = root.descendants().toList();
        if (root.isAlive()) {
            // Of one that has ended it would close the pipes before they are read.
            root.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            var left = marked();
            left.forEach(ProcessHandle::destroyForcibly);
            if (left.isEmpty()) {
                return;
            }
        }
    }

    private Set<ProcessHandle> marked() {
        var found = new HashSet<ProcessHandle>();
        try (var folders = Files.newDirectoryStream(PROCESSES, "[1-9]*")) {
            for (var folder : folders) {
                // The handle first: it knows the process by its start, too, not by its number only.
                var process = ProcessHandle.of(Long.parseLong(folder.getFileName().toString()));
                process.filter(_ -> isMarked(folder))
                        .filter(ProcessHandle::isAlive)
                        .ifPresent(found::add);
            }
        } catch (IOException | NumberFormatException elsewhere) {
            // There is no such folder on this system.
        }
        return found;
    }

    private boolean isMarked(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve("environ"))) {
            var bytes = in.readNBytes(MAX_ENVIRONMENT_BYTES);
            return new String(bytes, StandardCharsets.ISO_8859_1).contains(VARIABLE + "=" + mark);
        } catch (IOException foreign) {
            // It is another user's, or has ended.
            return false;
        }
    }
}
