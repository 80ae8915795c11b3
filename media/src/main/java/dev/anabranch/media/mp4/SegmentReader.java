package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a media segment chunk by chunk, as its bytes arrive.
///
/// Boxes it does not know are passed over. Owned by one thread; one reader a segment.
public final class SegmentReader {

    /// More samples in one chunk than this are refused.
    public static final int MAX_SAMPLES = 1 << 18;

    /// More boxes in front of a chunk's payload than this are refused.
    public static final int MAX_BOXES = 4096;

    private static final int MDAT = 0x6D646174;
    private static final int MOOF = 0x6D6F6F66;

    private final Map<Integer, TrackExtends> defaults;
    private long consumed;

    /// @param defaults the `trex` of each track of the init segment, by its number
    public SegmentReader(Map<Integer, TrackExtends> defaults) {
        this.defaults = Map.copyOf(defaults);
    }

    /// All chunks of a whole segment; bytes after the last one are ignored when they are whole
    /// boxes.
    ///
    /// @throws MediaFormatException when the segment ends within a chunk, or a box is malformed
    public static List<SegmentChunk> read(ByteBuffer segment, Map<Integer, TrackExtends> defaults)
            throws MediaFormatException {
        var bytes = segment.slice();
        var reader = new SegmentReader(defaults);
        var chunks = new ArrayList<SegmentChunk>();
        for (var chunk = reader.next(bytes); chunk.isPresent(); chunk = reader.next(bytes)) {
            chunks.add(chunk.get());
        }
        var rest = new BoxReader(bytes, "", reader.consumed);
        for (var box = rest.child(); box.isPresent(); box = rest.child()) {
            if (box.get().type().equals("moof")) {
                throw rest.malformed("the segment ends before the mdat of its last moof");
            }
        }
        return chunks;
    }

    /// The next chunk when `bytes` holds all of it; its position is then behind the chunk.
    /// Otherwise it stays, and the call is to be repeated with more bytes after the same ones.
    public Optional<SegmentChunk> next(ByteBuffer bytes) throws MediaFormatException {
        int length = chunkLength(bytes);
        if (length < 0) {
            return Optional.empty();
        }
        var chunk = chunk(new BoxReader(bytes.slice(bytes.position(), length), "", consumed));
        bytes.position(bytes.position() + length);
        consumed += length;
        return Optional.of(chunk);
    }

    /// How far the first `mdat` after a `moof` goes, or -1 when it is not all there.
    private int chunkLength(ByteBuffer bytes) throws MediaFormatException {
        int start = bytes.position();
        int at = start;
        boolean afterMoof = false;
        for (int boxes = 0; bytes.limit() - at >= 8; boxes++) {
            if (boxes == MAX_BOXES) {
                throw MediaFormatException.limit(
                        "offset " + (consumed + at - start), "box count", boxes + 1L, MAX_BOXES);
            }
            int type = bytes.getInt(at + 4);
            long size = boxSize(bytes, at, consumed + at - start);
            if (size > bytes.limit() - at) {
                return -1;
            }
            if (type == MOOF && afterMoof) {
                throw MediaFormatException.malformed(
                        "offset " + (consumed + at - start) + ", box moof",
                        "the moof before has no mdat");
            }
            at += (int) size;
            afterMoof |= type == MOOF;
            if (type == MDAT && afterMoof) {
                return at - start;
            }
        }
        return -1;
    }

    private static long boxSize(ByteBuffer bytes, int at, long offset) throws MediaFormatException {
        long size = bytes.getInt(at) & 0xFFFF_FFFFL;
        boolean isLarge = size == 1;
        if (isLarge) {
            size = bytes.limit() - at < 16 ? 16 : bytes.getLong(at + 8);
        }
        if (size < (isLarge ? 16 : 8)) {
            throw MediaFormatException.malformed(
                    "offset " + offset + ", box " + name(bytes, at),
                    "a box of a segment has the size " + size);
        }
        int type = bytes.getInt(at + 4);
        long maximum = type == MOOF ? MovieFragment.MAX_BYTES : Integer.MAX_VALUE;
        if (size > maximum) {
            throw MediaFormatException.limit(
                    "offset " + offset + ", box " + name(bytes, at), "box size", size, maximum);
        }
        return size;
    }

    private static String name(ByteBuffer bytes, int at) {
        var code = new byte[4];
        bytes.get(at + 4, code);
        return BoxReader.printable(new String(code, StandardCharsets.ISO_8859_1));
    }

    private SegmentChunk chunk(BoxReader bytes) throws MediaFormatException {
        long start = bytes.position();
        Optional<SegmentType> type = Optional.empty();
        var indexes = new ArrayList<SegmentIndex>();
        Optional<ProducerReferenceTime> producerTime = Optional.empty();
        var events = new ArrayList<EventMessage>();
        @Nullable MovieFragment fragment = null;
        long moof = start;
        long at = start;
        for (var next = bytes.child(); next.isPresent(); next = bytes.child()) {
            var box = next.get().payload();
            switch (next.get().type()) {
                case "styp" -> type = Optional.of(SegmentType.parse(box));
                case "sidx" -> indexes.add(SegmentIndex.parse(box));
                case "prft" -> producerTime = Optional.of(ProducerReferenceTime.parse(box));
                case "emsg" -> events.add(EventMessage.parse(box));
                case "moof" -> {
                    moof = at;
                    fragment = MovieFragment.parse(box, this::trackDefaults);
                }
                default -> {}
            }
            at = bytes.position();
        }
        if (fragment == null) {
            throw new IllegalStateException("a chunk without moof");
        }
        return new SegmentChunk(
                start,
                at - start,
                type,
                indexes,
                producerTime,
                events,
                fragment.header().sequenceNumber(),
                tracks(fragment, moof));
    }

    private static List<SegmentChunk.TrackSamples> tracks(MovieFragment fragment, long moof)
            throws MediaFormatException {
        var tracks = new ArrayList<SegmentChunk.TrackSamples>();
        long previousEnd = moof;
        int room = MAX_SAMPLES;
        for (var track : fragment.tracks()) {
            long base = track.basePosition(moof, previousEnd);
            previousEnd = base;
            var samples = new ArrayList<SegmentChunk.Sample>();
            for (var run : track.runs()) {
                if (run.count() > room) {
                    throw MediaFormatException.limit(
                            "offset " + moof + ", box moof",
                            "sample count of a chunk",
                            (long) MAX_SAMPLES - room + run.count(),
                            MAX_SAMPLES);
                }
                room -= run.count();
                long from = run.hasDataOffset() ? base + run.dataOffset() : previousEnd;
                previousEnd = add(run, from, samples);
            }
            tracks.add(
                    new SegmentChunk.TrackSamples(
                            track.header().trackId(), track.baseDecodeTicks(), samples));
        }
        return tracks;
    }

    private static long add(TrackRun run, long from, List<SegmentChunk.Sample> samples) {
        long position = from;
        for (int i = 0; i < run.count(); i++) {
            samples.add(
                    new SegmentChunk.Sample(
                            position,
                            run.sizeBytes(i),
                            run.durationTicks(i),
                            run.compositionOffset(i),
                            run.flags(i)));
            position += run.sizeBytes(i);
        }
        return position;
    }

    private TrackExtends trackDefaults(int trackId, BoxReader box) throws MediaFormatException {
        var track = defaults.get(trackId);
        if (track == null) {
            throw box.malformed(
                    "a fragment of track "
                            + Integer.toUnsignedString(trackId)
                            + ", which the init segment does not have");
        }
        return track;
    }
}
