package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Presentation;
import dev.anabranch.packager.live.Recording;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of MP4 and MOV files, each served just in time; nothing is written.
///
/// Whoever is being sent a file that is replaced by a rename gets the old one to its end. One that
/// is written over in place may be mixed with what it was, and breaks off where it is too short.
///
/// `name.mp4` has the playback id of `name` ([PlaybackId]), `name.mov` that of `name-mov`, and so
/// for `m4v` and `m4a`; in sub-folders the name is the path with `/`. A file is opened at the first
/// request, opened anew when its size or time changes, and closed when it is the least recently
/// used of too many. Hidden files, links that lead out of the folder, and sub-folders with a
/// playlist or MPD ([PackagedFolder]) or of a running [Recording] are not seen.
public final class MediaFolder implements Catalogue {

    private static final Logger LOG = LoggerFactory.getLogger(MediaFolder.class);

    /// How deep sub-folders are looked through.
    private static final int MAXIMUM_DEPTH = 8;

    private static final Set<String> ENDINGS = Set.of("mp4", "m4v", "mov", "m4a");

    /// Opens a media file as a presentation; not blocking longer than its index takes to read.
    @FunctionalInterface
    public interface Opener {
        Presentation open(Path file) throws IOException, MediaFormatException;
    }

    /// How files become presentations.
    ///
    /// @param settings names the packaging settings of `opener`; other settings make other ETags
    /// @param hasDash whether presentations have `manifest.mpd`; all have `index.m3u8`
    public record Recipe(Opener opener, String settings, boolean hasDash) {}

    private record Entry(Title title, Path file) {}

    private final Path root;
    private final Openings<Presentation> openings;
    private final Listing<Entry> listing;
    private final Recipe recipe;

    /// As the other constructor, with presentations that have HLS and DASH.
    public MediaFolder(
            Path root, Opener opener, String settings, int maximumOpen, InstantSource clock)
            throws IOException {
        this(root, new Recipe(opener, settings, true), maximumOpen, clock);
    }

    /// @param maximumOpen how many files are open at once, apart from those just being sent
    public MediaFolder(Path root, Recipe recipe, int maximumOpen, InstantSource clock)
            throws IOException {
        this.root = root.toRealPath();
        this.openings = new Openings<>(maximumOpen, recipe.opener::open);
        this.recipe = recipe;
        this.listing = new Listing<>(this::read, clock);
    }

    @Override
    public List<Title> titles() throws IOException {
        return listing.all().stream().map(Entry::title).toList();
    }

    @Override
    public Optional<Title> title(String playbackId) throws IOException {
        return listing.find(playbackId).map(Entry::title);
    }

    @Override
    public Optional<Resource> open(String playbackId, String path)
            throws IOException, MediaFormatException {
        var entry = listing.find(playbackId);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(entry.get().file)) {
            openings.forget(entry.get().file);
            return Optional.empty();
        }
        try {
            return resource(openings.hold(entry.get().file), path);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private Optional<Resource> resource(Held<Presentation> held, String path)
            throws IOException, MediaFormatException {
        Optional<Resource> found = Optional.empty();
        try {
            found =
                    held.opened()
                            .resource(path)
                            .map(content -> {
                                var type = MimeTypes.of(content.type());
                                var stamp = held.stamp();
                                return new Resource(
                                        content,
                                        type.mimeType(),
                                        type.kind(),
                                        stamp.etag(root, path, recipe.settings),
                                        stamp.modified(),
                                        held);
                            });
            return found;
        } finally {
            if (found.isEmpty()) {
                held.release();
            }
        }
    }

    private SequencedMap<String, Entry> read() throws IOException {
        openings.forgetStale();
        var entries = new LinkedHashMap<String, Entry>();
        for (var file : mediaFiles()) {
            var name =
                    root.relativize(file)
                            .toString()
                            .replace(root.getFileSystem().getSeparator(), "/");
            var entry = entry(name, file);
            entries.putIfAbsent(entry.title.playbackId(), entry);
        }
        return entries;
    }

    private Entry entry(String name, Path file) {
        var stem = name.substring(0, name.lastIndexOf('.'));
        var ending = ending(name);
        var id = PlaybackId.of(ending.equals("mp4") ? stem : stem + "-" + ending);
        return new Entry(
                new Title(
                        id,
                        stem,
                        Optional.of("index.m3u8"),
                        Optional.of("manifest.mpd").filter(_ -> recipe.hasDash),
                        Optional.empty()),
                file);
    }

    private List<Path> mediaFiles() throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(root, Set.of(), MAXIMUM_DEPTH, new Finder(root, found));
        found.sort(null);
        return found;
    }

    /// Collects media files; passes over what is hidden, leads out or may not be read.
    private static final class Finder extends SimpleFileVisitor<Path> {

        private final Path root;
        private final List<Path> found;

        Finder(Path root, List<Path> found) {
            this.root = root;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            if (folder.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            return isHidden(folder) || isPackaged(folder)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (ENDINGS.contains(ending(file.toString())) && !isHidden(file) && isInside(file)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            LOG.debug("passing over {}", file, e);
            return FileVisitResult.CONTINUE;
        }

        /// Its MP4 files are then init segments and the like, not titles; those of a recording that
        /// is under way, too.
        private static boolean isPackaged(Path folder) throws IOException {
            if (Files.exists(folder.resolve(Recording.JOURNAL))) {
                return true;
            }
            try (var manifests = Files.newDirectoryStream(folder, "*.{m3u8,mpd}")) {
                return manifests.iterator().hasNext();
            } catch (AccessDeniedException closed) {
                return false;
            }
        }

        private static boolean isHidden(Path file) {
            return String.valueOf(file.getFileName()).startsWith(".");
        }

        private boolean isInside(Path file) {
            try {
                return Files.isRegularFile(file) && file.toRealPath().startsWith(root);
            } catch (IOException broken) {
                return false;
            }
        }
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        openings.close();
    }
}
