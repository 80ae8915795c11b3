package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The samples of a fragmented file, found by going from `moof` to `moof` (ISO/IEC 14496-12, 8.8).
///
/// Only `moof` boxes are read, everything else is passed over by its size; `sidx` and `mfra` are
/// not needed and not trusted. What is wrong but leaves samples readable is a warning:
///
/// - a file that ends within a fragment keeps the samples that are whole;
/// - decode times that overlap the fragment before are raised to its last one, presentation times
///   stay as they are; a fragment that starts before the start of the one before is refused;
/// - a decode time later than the last fragment's end is a gap and stays one.
///
/// @param tracks a table for each track asked for, empty ones too
/// @param warnings for people, with the offset; at most [#MAX_WARNINGS]
public record FragmentIndex(Map<Integer, SampleTable> tracks, List<String> warnings) {

    /// Further warnings are not kept.
    public static final int MAX_WARNINGS = 100;

    /// More boxes at the top of a file than this are refused; two an hour-long file's frame is
    /// fewer.
    static final int MAX_TOP_LEVEL_BOXES = 1 << 22;

    public FragmentIndex {
        tracks = Map.copyOf(tracks);
        warnings = List.copyOf(warnings);
    }

    /// Reads every `moof` of `source`.
    ///
    /// @param defaults the `trex` of each track, by its number
    /// @param moovSamples what `moov` itself lists of a track; the fragments go on after it. Tracks
    ///   that are not named have none
    /// @param everySampleSyncs tracks whose every sample is a sync sample, whatever its flags say:
    ///   audio, whose muxers often set them wrong
    /// @throws MediaFormatException when a fragment names a track without `trex`, or a box is
    ///   malformed
    public static FragmentIndex read(
            ByteSource source,
            Map<Integer, TrackExtends> defaults,
            Map<Integer, SampleTable> moovSamples,
            Set<Integer> everySampleSyncs)
            throws IOException, MediaFormatException {
        var warnings = new ArrayList<String>();
        var none = new PackedSamples.Builder().build();
        var tracks = new LinkedHashMap<Integer, FragmentedTrack>();
        defaults.forEach(
                (id, trex) ->
                        tracks.put(
                                id,
                                new FragmentedTrack(
                                        trex,
                                        moovSamples.getOrDefault(id, none),
                                        everySampleSyncs.contains(id),
                                        warnings)));
        new Scan(source, tracks, warnings).run();
        var tables = new LinkedHashMap<Integer, SampleTable>();
        tracks.forEach((id, track) -> tables.put(id, track.table()));
        return new FragmentIndex(tables, warnings);
    }

    static void warn(List<String> warnings, String what, String where) {
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(what + " (" + where + ")");
        }
    }

    /// One pass over the top-level boxes.
    private record Scan(
            ByteSource source, Map<Integer, FragmentedTrack> tracks, List<String> warnings) {

        void run() throws IOException, MediaFormatException {
            long position = 0;
            for (int boxes = 0; source.sizeBytes() - position >= 8; boxes++) {
                if (boxes == MAX_TOP_LEVEL_BOXES) {
                    throw MediaFormatException.limit(
                            "offset " + position,
                            "top-level box count",
                            boxes + 1L,
                            MAX_TOP_LEVEL_BOXES);
                }
                long size = box(position);
                if (size == 0) {
                    return;
                }
                position += size;
            }
        }

        /// The size of the box at `position`, or 0 when nothing can follow it.
        private long box(long position) throws IOException, MediaFormatException {
            long left = source.sizeBytes() - position;
            var header = ByteBuffer.wrap(source.read(position, (int) Math.min(16, left)));
            long size = header.getInt() & 0xFFFF_FFFFL;
            var code = new byte[4];
            header.get(code);
            var type = new String(code, StandardCharsets.ISO_8859_1);
            int headerBytes = 8;
            if (size == 1 && header.remaining() == 8) {
                size = header.getLong();
                headerBytes = 16;
            }
            if (size == 0) {
                size = left;
            }
            var where = "offset " + position + ", box " + BoxReader.printable(type);
            if (size < headerBytes) {
                warn(warnings, "a box of " + size + " bytes ends the file early", where);
                return 0;
            }
            if (size > left) {
                warn(warnings, "the box ends " + (size - left) + " bytes after the file", where);
                return 0;
            }
            if (type.equals("moof")) {
                fragment(position, headerBytes, size, where);
            }
            return size;
        }

        private void fragment(long position, int headerBytes, long size, String where)
                throws IOException, MediaFormatException {
            if (size > MovieFragment.MAX_BYTES) {
                throw MediaFormatException.limit(
                        where, "moof size", size, MovieFragment.MAX_BYTES);
            }
            var payload = source.read(position + headerBytes, (int) size - headerBytes);
            var box = new BoxReader(ByteBuffer.wrap(payload), "moof", position + headerBytes);
            var fragment = MovieFragment.parse(box, this::defaults);
            long previousEnd = position;
            for (var track : fragment.tracks()) {
                var samples = tracks.get(track.header().trackId());
                if (samples == null) {
                    throw new IllegalStateException("trackId=" + track.header().trackId());
                }
                previousEnd =
                        samples.add(
                                track,
                                where,
                                track.basePosition(position, previousEnd),
                                source.sizeBytes());
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
