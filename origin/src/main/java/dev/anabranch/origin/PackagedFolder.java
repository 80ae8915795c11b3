package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileSource;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Slice;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder tree of packaged output, ours or any other packager's.
///
/// Each folder that holds a playlist or an MPD, and lies in no other such folder, is a title; its
/// id is that of its path below the root ([PlaybackId]), or of the root's own name. Every file
/// below it that is not hidden and not a link to outside is a resource.
public final class PackagedFolder implements Catalogue {

    private static final Logger LOG = LoggerFactory.getLogger(PackagedFolder.class);
    private static final int MAXIMUM_DEPTH = 6;
    private static final Pattern RECORDING =
            Pattern.compile("(.+)/(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)-(\\d\\d)-(\\d\\d)\\.\\d{3}Z");
    private static final int MAXIMUM_OPEN_FILES = 256;
    private static final List<String> FIRST_NAMES =
            List.of("index", "master", "main", "playlist", "manifest", "stream");

    private record Entry(Title title, Path folder, String name) {}

    private final Path root;
    private final Predicate<String> isShown;
    private final Openings<FileSource> openings =
            new Openings<>(MAXIMUM_OPEN_FILES, FileSource::open);
    private final Listing<Entry> listing;

    /// Shows all titles.
    public PackagedFolder(Path root, InstantSource clock) throws IOException {
        this(root, clock, name -> true);
    }

    /// @param isShown asked at each request for the title in a folder, by its path below the root
    ///   with `/` between its parts: one that is not shown is not there
    public PackagedFolder(Path root, InstantSource clock, Predicate<String> isShown)
            throws IOException {
        this.root = root.toRealPath();
        this.isShown = isShown;
        this.listing = new Listing<>(this::read, clock);
    }

    /// The id of the title in the folder at `relative` below the root.
    public static String playbackId(Path relative) {
        return PlaybackId.of(name(relative));
    }

    private static String name(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    @Override
    public List<Title> titles() throws IOException {
        return listing.all().stream().filter(this::isShown).map(Entry::title).toList();
    }

    @Override
    public Optional<Title> title(String playbackId) throws IOException {
        return find(playbackId).map(Entry::title);
    }

    private Optional<Entry> find(String playbackId) throws IOException {
        return listing.find(playbackId).filter(this::isShown);
    }

    private boolean isShown(Entry entry) {
        return isShown.test(entry.name);
    }

    @Override
    public Optional<Resource> open(String playbackId, String path)
            throws IOException, MediaFormatException {
        var entry = find(playbackId);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        var file = inside(entry.get().folder, path);
        return file.isEmpty() ? Optional.empty() : open(file.get(), path);
    }

    private Optional<Resource> open(Path file, String path)
            throws IOException, MediaFormatException {
        try {
            return Optional.of(resource(openings.hold(file), path));
        } catch (FileSystemException gone) {
            return Optional.empty();
        }
    }

    private Resource resource(Held<FileSource> held, String path) {
        var type = MimeTypes.ofFile(path);
        var source = held.opened();
        // The slice's type is not sent: what a foreign packager wrote is told by its name alone.
        var content =
                new Content(MediaType.MP4, List.of(new Slice.Range(source, 0, source.sizeBytes())));
        var stamp = held.stamp();
        return new Resource(
                content,
                type.mimeType(),
                type.kind(),
                stamp.etag(root, path, ""),
                stamp.modified(),
                held);
    }

    /// The real file at `path` if it lies in `folder`, whatever links lead there.
    private static Optional<Path> inside(Path folder, String path) {
        try {
            var file = folder.resolve(path).toRealPath();
            return file.startsWith(folder) && Files.isRegularFile(file)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }

    private SequencedMap<String, Entry> read() throws IOException {
        openings.forgetStale();
        var entries = new LinkedHashMap<String, Entry>();
        look(root, new ArrayDeque<>(), entries);
        return entries;
    }

    /// @param above the real folders on the way here: a link to one of them leads in a circle
    private void look(Path folder, ArrayDeque<Path> above, SequencedMap<String, Entry> entries)
            throws IOException {
        var children = children(folder);
        var hls = first(children, ".m3u8");
        var dash = first(children, ".mpd");
        if (hls.isPresent() || dash.isPresent()) {
            var name =
                    folder.equals(root)
                            ? root.getFileName().toString()
                            : name(root.relativize(folder));
            var poster = first(children, ".jpg");
            var said = hls.flatMap(playlist -> FilmTitle.in(folder.resolve(playlist)));
            var words = said.orElseGet(() -> forPeople(name));
            var title = new Title(PlaybackId.of(name), words, hls, dash, poster);
            entries.putIfAbsent(title.playbackId(), new Entry(title, folder, name));
            return;
        }
        above.push(folder.toRealPath());
        for (var child : children) {
            if (above.size() <= MAXIMUM_DEPTH && isFolderWithin(child, above)) {
                look(child, above, entries);
            }
        }
        above.pop();
    }

    /// Recordings lie in folders of their stream that are named by the time they began.
    private static String forPeople(String name) {
        return RECORDING.matcher(name).replaceFirst("$1, $2 $3:$4:$5 UTC");
    }

    private boolean isFolderWithin(Path child, ArrayDeque<Path> above) throws IOException {
        if (!Files.isDirectory(child)) {
            return false;
        }
        var real = child.toRealPath();
        return real.startsWith(root) && !above.contains(real);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .collect(Collectors.toList());
        } catch (AccessDeniedException | NoSuchFileException closed) {
            LOG.debug("passing over {}", folder, closed);
            return List.of();
        }
    }

    private static Optional<String> first(List<Path> files, String ending) {
        return files.stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(ending))
                .min(Comparator.comparingInt(PackagedFolder::rank));
    }

    private static int rank(String name) {
        var place = FIRST_NAMES.indexOf(name.substring(0, name.lastIndexOf('.')));
        return place < 0 ? FIRST_NAMES.size() : place;
    }

    @Override
    public void close() {
        openings.close();
    }
}
