package dev.anabranch.vod;

import dev.anabranch.packager.GrowingPublication;
import dev.anabranch.packager.SegmentStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where a presentation goes.
sealed interface Target {

    /// A folder that appears when it is whole.
    record Folder(Path path, boolean isReplacing) implements Target {}

    /// A store, where segments appear one by one and the manifests last.
    record Store(SegmentStore store) implements Target {}

    default GrowingPublication publication() throws IOException {
        return switch (this) {
            case Folder folder -> GrowingPublication.into(folder.path, folder.isReplacing);
            case Store store -> GrowingPublication.into(store.store);
        };
    }

    /// Where work files are kept unless somebody says where: beside a folder, on the same disk;
    /// else where this machine keeps temporary files.
    default Path workParent() {
        return switch (this) {
            case Folder folder ->
                    Optional.ofNullable(folder.path.toAbsolutePath().getParent())
                            .orElse(folder.path);
            case Store _ -> temporary();
        };
    }

    /// Where this machine keeps temporary files.
    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
