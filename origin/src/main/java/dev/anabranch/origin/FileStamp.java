package dev.anabranch.origin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;

/// What tells one state of a file from another without reading it: path, size, time of the last
/// change and, where the file system has one, the file's own key (so that a rename onto the path is
/// seen).
record FileStamp(Path path, long sizeBytes, Instant modified, String fileKey) {

    static FileStamp of(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(
                path,
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                Objects.toString(attributes.fileKey(), ""));
    }

    boolean isCurrent() {
        try {
            return equals(of(path));
        } catch (IOException gone) {
            return false;
        }
    }

    /// The strong validator of one resource made from this file: equal only when file, resource and
    /// `salt` are, and the same on every node that serves a copy with the same time, wherever it is
    /// mounted.
    ///
    /// @param root the served folder, which the file lies in
    String etag(Path root, String resource, String salt) {
        var name = root.relativize(path).toString().replace(separator(), "/");
        return Etag.of(String.join("\n", name, sizeBytes + " " + modified, resource, salt));
    }

    private String separator() {
        return path.getFileSystem().getSeparator();
    }
}
