package dev.anabranch.live;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.Recording;
import dev.anabranch.packager.live.RecordingArchive;
import dev.anabranch.packager.live.RecordingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The recordings of all streams. Its methods read the disk and block; used by any thread.
public record Recordings(RecordingArchive archive) {

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    /// What a finished recording has and one that grows has not.
    private static final String PLAYLIST = "index.m3u8";

    /// The folder of all of them.
    public Path root() {
        return archive.root();
    }

    /// Begins to record.
    Recording begin(
            StreamName stream, Instant now, LivePresentation presentation, RecordingListener told)
            throws IOException {
        return Recording.start(archive.folder(stream.name(), now), presentation, told);
    }

    /// The finished ones of a stream, the newest first, as paths below [#root].
    public List<Path> of(StreamName stream) throws IOException {
        var folder = root().resolve(stream.name());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(one -> Files.exists(one.resolve(PLAYLIST)))
                    .map(root()::relativize)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /// The name of the stream a recording is of; of a folder that somebody has put beside those of
    /// streams, its own.
    ///
    /// @param recording its folder, as a path below [#root]
    public static String streamOf(Path recording) {
        var folder = Objects.requireNonNullElse(recording.getParent(), recording);
        return folder.toString().replace(folder.getFileSystem().getSeparator(), "/");
    }

    /// Makes titles of what a killed server was recording. Before anything is recorded.
    public void repair() throws IOException {
        for (var repair : archive.repair()) {
            if (repair.problem().isEmpty()) {
                LOG.warn("{} was cut off and is repaired", repair.folder());
            } else {
                LOG.warn(
                        "{} was cut off and cannot be repaired: {}",
                        repair.folder(),
                        repair.problem());
            }
        }
    }
}
