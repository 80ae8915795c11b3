package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the index of an MP4 or QuickTime file (ISO/IEC 14496-12) and none of its media.
///
/// Top-level boxes are walked by their headers until `moov` is found, wherever it is; that box is
/// read at once when it is small, else piece by piece, so that it is never in memory beside the
/// tables made of it. The first `moov` that can be used counts. What comes behind it (other boxes
/// of phone makers, garbage) is not looked at, except for fragments when the movie may have some.
///
/// A file that was cut short keeps the samples it still has. Whatever was mended or left out is
/// told in [Movie#warnings].
public final class MovieReader {

    /// Largest `moov` that is read: about 25 million samples.
    public static final int MAX_MOVIE_BYTES = 256 * 1024 * 1024;

    /// The box and the tables made of it take no more than about twice its size.
    private static final int HEAP_SHARE = 3;

    /// Most top-level boxes that are passed over on the way to `moov`.
    static final int MAX_TOP_LEVEL_BOXES = 65_536;

    /// Boxes between a `moov` that does not announce fragments and the first of them.
    private static final int MAX_BOXES_TO_FIRST_FRAGMENT = 16;

    private static final int MAX_FILE_TYPE_BYTES = 4096;

    /// A `moov` up to this size is one read.
    private static final int MAX_WHOLE_BYTES = 1024 * 1024;

    private final ByteSource source;
    private final Warnings warnings = new Warnings();
    private Optional<FileType> fileType = Optional.empty();
    private @Nullable MediaFormatException firstFailure;
    private boolean hasFragment;

    private MovieReader(ByteSource source) {
        this.source = source;
    }

    /// Reads `source`'s index.
    ///
    /// @throws MediaFormatException when there is no usable `moov`
    /// @throws IOException when the source cannot be read
    public static Movie read(ByteSource source) throws IOException, MediaFormatException {
        return new MovieReader(source).read();
    }

    private Movie read() throws IOException, MediaFormatException {
        long position = 0;
        for (int boxes = 0; boxes < MAX_TOP_LEVEL_BOXES; boxes++) {
            var next = TopLevelBox.read(source, position);
            if (next.isEmpty()) {
                throw missing();
            }
            var box = next.get();
            checkFirst(box);
            if (box.type().equals("moov")) {
                var movie = tryMovie(box);
                if (movie.isPresent()) {
                    return finish(movie.get(), box.end());
                }
            }
            note(box);
            if (box.end() > source.sizeBytes()) {
                throw cutShort(box);
            }
            position = box.end();
        }
        throw MediaFormatException.limit(
                "offset " + position,
                "number of boxes before moov",
                MAX_TOP_LEVEL_BOXES + 1L,
                MAX_TOP_LEVEL_BOXES);
    }

    private void checkFirst(TopLevelBox box) throws MediaFormatException {
        boolean isPlausible =
                box.isKnown() || box.hasPrintableType() && box.end() <= source.sizeBytes();
        if (box.position() == 0 && !isPlausible) {
            throw MediaFormatException.malformed("offset 0", "this is not an MP4 file");
        }
    }

    private void note(TopLevelBox box) throws IOException, MediaFormatException {
        if (box.type().equals("ftyp") && fileType.isEmpty() && box.payloadBytes() >= 8) {
            int length = (int) Math.min(box.payloadBytes(), MAX_FILE_TYPE_BYTES);
            if (box.payloadPosition() + length <= source.sizeBytes()) {
                fileType = Optional.of(FileType.parse(payload(box, length)));
            }
        }
        hasFragment |= box.type().equals("moof");
    }

    /// The movie in a `moov`, or empty when it cannot be used and a later one may.
    private Optional<MovieBox> tryMovie(TopLevelBox box) throws IOException, MediaFormatException {
        checkSize(box, "size", MAX_MOVIE_BYTES);
        checkSize(
                box,
                "size, with the memory Java was given (-Xmx),",
                Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        if (box.end() > source.sizeBytes()) {
            throw cutShort(box);
        }
        try {
            int length = (int) box.payloadBytes();
            var payload =
                    length <= MAX_WHOLE_BYTES
                            ? payload(box, length)
                            : BoxReader.in(source, box.type(), box.payloadPosition(), length);
            return Optional.of(MovieBox.parse(payload, source.sizeBytes(), warnings));
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        } catch (MediaFormatException unusable) {
            firstFailure = firstFailure == null ? unusable : firstFailure;
            return Optional.empty();
        }
    }

    private static void checkSize(TopLevelBox box, String limit, long maximum)
            throws MediaFormatException {
        if (box.payloadBytes() > maximum) {
            throw MediaFormatException.limit(
                    "offset " + box.position() + ", box moov", limit, box.payloadBytes(), maximum);
        }
    }

    private BoxReader payload(TopLevelBox box, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        source.read(box.payloadPosition(), bytes);
        return new BoxReader(bytes.flip(), box.type(), box.payloadPosition());
    }

    private Movie finish(MovieBox movie, long end) throws IOException, MediaFormatException {
        var brands = new ArrayList<String>();
        fileType.ifPresent(type -> {
            brands.add(type.majorBrand());
            brands.addAll(type.compatibleBrands());
        });
        boolean isFragmented = movie.fragments().isPresent() || isFollowedByFragments(movie, end);
        if (isFragmented && movie.fragments().isEmpty()) {
            warnings.add("there are fragments that moov does not announce (mvex)");
        }
        return new Movie(
                List.copyOf(brands),
                movie.header().timescale(),
                movie.header().durationTicks(),
                movie.header().creationTime(),
                isFragmented ? withFragments(movie) : movie.tracks(),
                isFragmented,
                warnings.list());
    }

    /// A movie without samples and without `mvex` is broken, unless fragments follow it; some
    /// writers forget to announce them.
    private boolean isFollowedByFragments(MovieBox movie, long end) throws IOException {
        if (movie.tracks().stream().anyMatch(track -> track.samples().count() > 0)) {
            return false;
        }
        try {
            var next = TopLevelBox.read(source, end);
            for (int boxes = 0; boxes < MAX_BOXES_TO_FIRST_FRAGMENT; boxes++) {
                if (next.isEmpty() || next.get().type().equals("moof")) {
                    break;
                }
                next = TopLevelBox.read(source, next.get().end());
            }
            return next.isPresent() && next.get().type().equals("moof");
        } catch (MediaFormatException garbage) {
            return false;
        }
    }

    /// The tracks with the samples of all fragments behind those of the `moov` itself.
    private List<IndexedTrack> withFragments(MovieBox movie)
            throws IOException, MediaFormatException {
        var defaults = new HashMap<Integer, TrackExtends>();
        movie.fragments().ifPresent(extension -> defaults.putAll(extension.tracks()));
        var samples = new HashMap<Integer, SampleTable>();
        var everySampleSyncs = new HashSet<Integer>();
        for (var track : movie.tracks()) {
            int id = track.track().id();
            defaults.putIfAbsent(id, TrackExtends.of(id));
            samples.put(id, track.samples());
            if (track.kind() != TrackKind.VIDEO) {
                everySampleSyncs.add(id);
            }
        }
        var index = FragmentIndex.read(source, defaults, samples, everySampleSyncs);
        index.warnings().forEach(warnings::add);
        var tracks = new ArrayList<IndexedTrack>();
        for (var track : movie.tracks()) {
            var table = index.samples(track.track().id());
            if (usesMissingEntry(track, table)) {
                warnings.add(
                        "track %d is left out: its fragments use sample entries it does not have"
                                .formatted(track.track().id()));
                continue;
            }
            boolean isProtected = index.protectedTracks().contains(track.track().id());
            var filled = track.withSamples(table);
            tracks.add(isProtected ? encrypted(filled) : filled);
        }
        if (tracks.isEmpty()) {
            throw MediaFormatException.malformed("", String.join("; ", warnings.list()));
        }
        return List.copyOf(tracks);
    }

    /// The track as one that cannot be used, unless its sample entry has said so already.
    private static IndexedTrack encrypted(IndexedTrack track) {
        if (track.track().codec() instanceof OpaqueConfiguration) {
            return track;
        }
        var entry = track.track().codec().sampleEntry();
        return track.withCodec(
                new OpaqueConfiguration(track.kind(), entry, Protection.ofFragments(entry)));
    }

    private static boolean usesMissingEntry(IndexedTrack track, SampleTable table) {
        return table instanceof PackedSamples packed
                && packed.highestConfiguration() >= track.configurations().size();
    }

    private MediaFormatException missing() {
        if (firstFailure != null) {
            return firstFailure;
        }
        var what =
                hasFragment
                        ? "there are fragments but no moov: the init segment is missing"
                        : "there is no moov box: the file is cut short, or was never finished";
        return MediaFormatException.malformed("offset " + source.sizeBytes(), what);
    }

    private MediaFormatException cutShort(TopLevelBox box) {
        if (firstFailure != null) {
            return firstFailure;
        }
        return MediaFormatException.malformed(
                "offset " + box.position() + ", box " + BoxReader.printable(box.type()),
                "the box ends at "
                        + box.end()
                        + ", the file at "
                        + source.sizeBytes()
                        + ", and moov was not found before it");
    }
}
