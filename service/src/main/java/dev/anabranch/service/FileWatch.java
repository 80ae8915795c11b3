package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices that a file was changed or replaced, by its time, size and identity; what cannot be used
/// is told in the log, and what was before stays. One thread.
public final class FileWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    /// Takes over what the file says now.
    @FunctionalInterface
    public interface Reload {

        void accept(Path file) throws IOException, MediaFormatException;
    }

    private record Stamp(FileTime modified, long sizeBytes, @Nullable Object identity) {}

    private final Path file;
    private final Reload reload;
    private @Nullable Stamp last;

    /// The file has been read: what is there now is no change.
    public FileWatch(Path file, Reload reload) {
        this.file = file;
        this.reload = reload;
        this.last = stamp();
    }

    /// Looks; about once a second.
    public void tick() {
        var now = stamp();
        // An editor that removes a file to write it anew is not done yet.
        if (now == null || now.equals(last)) {
            return;
        }
        last = now;
        try {
            reload.accept(file);
            LOG.info("{} is read anew", file);
        } catch (MediaFormatException wrong) {
            LOG.error("{}; everything stays as it was", wrong.getMessage());
        } catch (IOException failure) {
            LOG.error("{} cannot be read; everything stays as it was", file, failure);
        }
    }

    private @Nullable Stamp stamp() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException gone) {
            return null;
        }
    }
}
