package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The samples of a fragmented file, found by going from `moof` to `moof` (ISO/IEC 14496-12, 8.8).
///
/// Only `moof` boxes are read, everything else is passed over by its size; `sidx` and `mfra` are
/// not needed and not trusted. What is wrong but leaves samples readable is a warning:
///
/// - a file that ends within a fragment keeps the samples that are whole;
/// - decode times that overlap the fragment before are raised to its last one, presentation times
///   stay as they are; a fragment that starts before the start of the one before is refused;
/// - explicit data offsets of a first fragment that point to before any media are those of a file
///   into which boxes were put later: all are moved so that the first fragment's count from it;
/// - a decode time later than the last fragment's end is a gap and stays one.
///
/// @param tracks a table for each track asked for, empty ones too
/// @param protectedTracks those whose fragments say that samples are encrypted
/// @param warnings for people, with the offset
public record FragmentIndex(
        Map<Integer, SampleTable> tracks, Set<Integer> protectedTracks, List<String> warnings) {

    /// More boxes at the top of a file than this are refused; a day of one-frame fragments has
    /// fewer.
    static final int MAX_TOP_LEVEL_BOXES = 1 << 24;

    public FragmentIndex {
        tracks = Map.copyOf(tracks);
        protectedTracks = Set.copyOf(protectedTracks);
        warnings = List.copyOf(warnings);
    }

    /// Reads every `moof` of `source`.
    ///
    /// @param defaults the `trex` of each track, by its number
    /// @param moovSamples what `moov` itself lists of a track; the fragments go on after it. Tracks
    ///   that are not named have none
    /// @param everySampleSyncs tracks whose every sample is a sync sample, whatever its flags say:
    ///   audio and text, whose muxers often set them wrong
    /// @throws MediaFormatException when a fragment names a track without `trex`, or a box is
    ///   malformed
    public static FragmentIndex read(
            ByteSource source,
            Map<Integer, TrackExtends> defaults,
            Map<Integer, SampleTable> moovSamples,
            Set<Integer> everySampleSyncs)
            throws IOException, MediaFormatException {
        var warnings = new Warnings();
        var none = new SamplePacker().build();
        var tracks = new LinkedHashMap<Integer, FragmentedTrack>();
        defaults.forEach((id, trex) ->
                tracks.put(
                        id,
                        new FragmentedTrack(
                                trex,
                                moovSamples.getOrDefault(id, none),
                                everySampleSyncs.contains(id),
                                warnings)));
        new Scan(source, tracks, warnings).run();
        var tables = new LinkedHashMap<Integer, SampleTable>();
        var protectedTracks = new HashSet<Integer>();
        tracks.forEach((id, track) -> {
            tables.put(id, track.table());
            if (track.isProtected()) {
                protectedTracks.add(id);
            }
        });
        return new FragmentIndex(tables, protectedTracks, warnings.list());
    }

    /// The samples of a track that was asked for.
    public SampleTable samples(int trackId) {
        var samples = tracks.get(trackId);
        if (samples == null) {
            throw new IllegalArgumentException("trackId=" + trackId);
        }
        return samples;
    }

    /// One pass over the top-level boxes.
    private static final class Scan {

        private final ByteSource source;
        private final Map<Integer, FragmentedTrack> tracks;
        private final Warnings warnings;
        private boolean hasMedia;
        private long movedBytes;

        Scan(ByteSource source, Map<Integer, FragmentedTrack> tracks, Warnings warnings) {
            this.source = source;
            this.tracks = tracks;
            this.warnings = warnings;
        }

        void run() throws IOException, MediaFormatException {
            long position = 0;
            for (int boxes = 0; boxes < MAX_TOP_LEVEL_BOXES; boxes++) {
                var next = box(position);
                if (next.isEmpty()) {
                    return;
                }
                var box = next.get();
                var where = "offset " + position + ", box " + BoxReader.printable(box.type());
                if (box.end() > source.sizeBytes()) {
                    long missing = box.end() - source.sizeBytes();
                    warnings.add("the file ends " + missing + " bytes too early (" + where + ")");
                    return;
                }
                if (box.type().equals("moof")) {
                    fragment(box, where);
                }
                hasMedia |= box.type().equals("mdat");
                position = box.end();
            }
            throw MediaFormatException.limit(
                    "offset " + position,
                    "top-level box count",
                    MAX_TOP_LEVEL_BOXES + 1L,
                    MAX_TOP_LEVEL_BOXES);
        }

        private Optional<TopLevelBox> box(long position) throws IOException {
            try {
                return TopLevelBox.read(source, position);
            } catch (MediaFormatException broken) {
                warnings.add("what follows is not read: " + broken.getMessage());
                return Optional.empty();
            }
        }

        private void fragment(TopLevelBox moof, String where)
                throws IOException, MediaFormatException {
            if (moof.payloadBytes() > MovieFragment.MAX_BYTES) {
                throw MediaFormatException.limit(
                        where, "moof size", moof.payloadBytes(), MovieFragment.MAX_BYTES);
            }
            var payload = source.read(moof.payloadPosition(), (int) moof.payloadBytes());
            var box = new BoxReader(ByteBuffer.wrap(payload), "moof", moof.payloadPosition());
            var fragment = MovieFragment.parse(box, this::defaults);
            if (!hasMedia && !fragment.tracks().isEmpty()) {
                move(fragment.tracks().getFirst(), moof, where);
            }
            long previousEnd = moof.position();
            for (var track : fragment.tracks()) {
                var samples = Objects.requireNonNull(tracks.get(track.header().trackId()));
                boolean isExplicit = track.header().baseDataOffset() >= 0;
                long base =
                        track.basePosition(moof.position(), previousEnd)
                                + (isExplicit ? movedBytes : 0);
                previousEnd = samples.add(track, where, base, source.sizeBytes());
            }
        }

        private void move(TrackFragment first, TopLevelBox moof, String where) {
            long base = first.header().baseDataOffset();
            if (base < 0 || first.runs().isEmpty() || !first.runs().getFirst().hasDataOffset()) {
                return;
            }
            long offset = first.runs().getFirst().dataOffset();
            boolean isBeforeMedia = base < moof.position() && base + offset < moof.end();
            if (isBeforeMedia && moof.position() + offset >= moof.end()) {
                movedBytes = moof.position() - base;
                warnings.add(
                        "data offsets point to before the media; they are moved by "
                                + movedBytes
                                + " bytes ("
                                + where
                                + ")");
            }
        }

        private TrackExtends defaults(int trackId, BoxReader box) throws MediaFormatException {
            var track = tracks.get(trackId);
            if (track != null) {
                return track.defaults();
            }
            var number = Integer.toUnsignedString(trackId);
            throw box.malformed(
                    tracks.isEmpty()
                            ? "a fragment of track " + number + ", but moov says of none (no trex)"
                            : "a fragment of track " + number + ", which has no trex in moov");
        }
    }
}
