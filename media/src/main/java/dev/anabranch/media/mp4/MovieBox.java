package dev.anabranch.media.mp4;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `moov`: the header and the tracks of a presentation (ISO/IEC 14496-12, 8.2.1).
///
/// A track that cannot be read is left out with a warning, as long as another one can.
///
/// @param tracks with the samples the box itself lists
/// @param fragments the `mvex` box, when fragments may follow
record MovieBox(MovieHeader header, List<IndexedTrack> tracks, Optional<MovieExtends> fragments) {

    /// Most tracks a movie may have.
    static final int MAX_TRACKS = 1024;

    static MovieBox parse(BoxReader box, long fileBytes, Warnings warnings)
            throws MediaFormatException {
        return new Parser(fileBytes, warnings).parse(box);
    }

    /// One pass over one `moov`.
    private static final class Parser {

        private final long fileBytes;
        private final Warnings warnings;
        private final List<TrackBox> trackBoxes = new ArrayList<>();
        private final Set<Integer> ids = new HashSet<>();
        private Optional<MovieHeader> header = Optional.empty();
        private Optional<MovieExtends> fragments = Optional.empty();
        private @Nullable MediaFormatException firstFailure;

        Parser(long fileBytes, Warnings warnings) {
            this.fileBytes = fileBytes;
            this.warnings = warnings;
        }

        MovieBox parse(BoxReader box) throws MediaFormatException {
            try {
                collect(box);
            } catch (MediaFormatException broken) {
                fail("the rest of moov is passed over: ", broken);
            }
            var timescale = header.flatMap(MovieHeader::timescale);
            if (timescale.isEmpty()) {
                warnings.add("the movie has no timescale; lengths in edit lists are passed over");
            }
            var tracks = new ArrayList<IndexedTrack>();
            var chapters = new HashSet<Long>();
            trackBoxes.forEach(track -> chapters.addAll(track.chapters()));
            for (var track : trackBoxes) {
                index(track, timescale, chapters.contains(track.header().trackId()), tracks);
            }
            if (tracks.isEmpty()) {
                throw firstFailure != null ? firstFailure : box.malformed("it has no track");
            }
            return new MovieBox(header.orElse(MovieHeader.UNKNOWN), List.copyOf(tracks), fragments);
        }

        private void collect(BoxReader box) throws MediaFormatException {
            for (var next = box.child(); next.isPresent(); next = box.child()) {
                var payload = next.get().payload();
                switch (next.get().type()) {
                    case "mvhd" -> header = Optional.of(MovieHeader.parse(payload));
                    case "trak" -> addTrack(payload);
                    case "mvex" -> fragments = Optional.of(MovieExtends.parse(payload));
                    case "cmov" ->
                            throw MediaFormatException.unsupported(
                                    payload.where(), "the moov box is compressed (cmov)");
                    default -> {}
                }
            }
        }

        private void addTrack(BoxReader box) throws MediaFormatException {
            if (trackBoxes.size() == MAX_TRACKS) {
                throw MediaFormatException.limit(
                        box.where(), "track count", MAX_TRACKS + 1L, MAX_TRACKS);
            }
            var where = box.where();
            try {
                trackBoxes.add(TrackBox.parse(box));
            } catch (MediaFormatException broken) {
                fail("the track at " + where + " is left out: ", broken);
            }
        }

        private void index(
                TrackBox track,
                Optional<Timescale> timescale,
                boolean isChapterList,
                List<IndexedTrack> tracks) {
            int id = freeId(track.header().trackId());
            var context =
                    new TrackBox.Context(
                            id,
                            timescale,
                            fileBytes,
                            fragments.isPresent(),
                            isChapterList,
                            warnings);
            try {
                tracks.add(track.index(context));
            } catch (MediaFormatException broken) {
                fail("track " + id + " is left out: ", broken);
            }
        }

        /// Track numbers must be unique and not 0; one that is not gets the next free one.
        private int freeId(long wanted) {
            if (wanted >= 1 && wanted <= Integer.MAX_VALUE && ids.add((int) wanted)) {
                return (int) wanted;
            }
            int id = 1;
            while (!ids.add(id)) {
                id++;
            }
            warnings.add(
                    "track number " + wanted + " is not valid or not unique; it becomes " + id);
            return id;
        }

        private void fail(String what, MediaFormatException why) {
            warnings.add(what + why.getMessage());
            firstFailure = firstFailure == null ? why : firstFailure;
        }
    }
}
