package dev.anabranch.live;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.Recording;
import dev.anabranch.packager.live.RecordingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of all recordings: one folder for each time that a stream was on air, named after the
/// stream and when that began, `studio-20261126T105300Z`. Thread-safe.
public record Recordings(Path folder) {

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    private static final DateTimeFormatter BEGUN =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern REST = Pattern.compile("-\\d{8}T\\d{6}Z(-\\d+)?");

    /// What a finished recording has and one that was cut off has not.
    private static final String PLAYLIST = "index.m3u8";

    private static final String JOURNAL = ".recording";
    private static final int MAXIMUM_TRIES = 100;

    /// Begins to record.
    Recording begin(
            StreamName stream, Instant now, LivePresentation presentation, RecordingListener told)
            throws IOException {
        return Recording.start(free(stream.name() + "-" + BEGUN.format(now)), presentation, told);
    }

    /// A stream may go on air twice in a second.
    private Path free(String name) throws IOException {
        for (int i = 1; i <= MAXIMUM_TRIES; i++) {
            var candidate = folder.resolve(i == 1 ? name : name + "-" + i);
            if (!Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new IOException(folder.resolve(name) + " exists already");
    }

    /// The names of the finished ones of a stream, the newest first.
    public List<String> of(StreamName stream) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(one -> Files.exists(one.resolve(PLAYLIST)))
                    .map(one -> one.getFileName().toString())
                    .filter(name -> isOf(stream.name(), name))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static boolean isOf(String stream, String name) {
        return name.startsWith(stream) && REST.matcher(name.substring(stream.length())).matches();
    }

    /// Makes titles of what a killed server was recording. Before anything is recorded.
    public void repair() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> cut;
        try (var all = Files.list(folder)) {
            cut =
                    all.filter(one -> Files.exists(one.resolve(JOURNAL)))
                            .filter(one -> !Files.exists(one.resolve(PLAYLIST)))
                            .toList();
        }
        for (var one : cut) {
            try {
                Recording.repair(one).close();
                LOG.warn("{} was cut off and is repaired", one);
            } catch (IOException | MediaFormatException unusable) {
                LOG.warn("{} was cut off and cannot be repaired", one, unusable);
            }
        }
    }
}
