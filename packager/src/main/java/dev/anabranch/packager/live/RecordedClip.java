package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.mp4.InitSegment;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileSource;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A piece of a recording as one MP4 file: `ftyp`, `moov`, then the recorded fragments of all
/// tracks by turns, as they are but for the numbers of their tracks and their times.
///
/// There is no `sidx`: FFmpeg, and with it Chromium, takes what one names for a single `moof` of
/// all tracks, and decodes the wrong bytes where it is several.
///
/// @param tracks the first decides what lies together
/// @param zero when the clip begins, in the recording
record RecordedClip(List<ClipTrack> tracks, Timestamp zero) {

    private static final int HEADER_BYTES = 8;
    private static final int MAX_BOX_BYTES = 32 << 20;

    /// Of `mfhd` numbers, which need only rise, for each piece: so that a piece can be made without
    /// those before. More than the fragments of a segment of the longest kind.
    private static final long SEQUENCE_STEP = 4096;

    RecordedClip {
        tracks = List.copyOf(tracks);
    }

    /// Each piece is a slice of its own, so that a reader who begins in the middle costs no more
    /// than one who begins at the start.
    Content content() {
        var slices = new ArrayList<Slice>();
        slices.add(new Slice.Memory(ByteBuffer.wrap(head())));
        for (var placed : inOrder()) {
            long sequence = 1 + (slices.size() - 1) * SEQUENCE_STEP;
            slices.add(
                    new Slice.Generated(
                            placed.piece.sizeBytes(), sink -> write(placed, sequence, sink)));
        }
        return new Content(MediaType.MP4, slices);
    }

    private record Placed(ClipTrack track, ClipTrack.Piece piece) {}

    /// By segment, the first track first: what is presented together lies together.
    private List<Placed> inOrder() {
        var all = new ArrayList<Placed>();
        var next = new int[tracks.size()];
        for (var lead : tracks.getFirst().pieces()) {
            for (int t = 0; t < next.length; t++) {
                var pieces = tracks.get(t).pieces();
                while (next[t] < pieces.size() && pieces.get(next[t]).msn() <= lead.msn()) {
                    all.add(new Placed(tracks.get(t), pieces.get(next[t]++)));
                }
            }
        }
        for (int t = 0; t < next.length; t++) {
            for (var pieces = tracks.get(t).pieces(); next[t] < pieces.size(); next[t]++) {
                all.add(new Placed(tracks.get(t), pieces.get(next[t])));
            }
        }
        return all;
    }

    private byte[] head() {
        var headers = new ArrayList<InitSegment>();
        long millis = 0;
        for (var track : tracks) {
            headers.add(track.header(zeroTicks(track)));
            var length = track.init().track().track().timescale().duration(track.durationTicks());
            millis = Math.max(millis, length.toMillis());
        }
        return InitSegment.movie(headers, millis);
    }

    private long zeroTicks(ClipTrack track) {
        return zero.on(track.init().track().track().timescale()).ticks();
    }

    private void write(Placed placed, long firstSequence, Slice.Sink sink) throws IOException {
        var track = placed.track;
        var fragment = new ClipFragment(track.trackId(), track.baseTicks(zeroTicks(track)));
        try (var source = FileSource.open(placed.piece.file())) {
            write(source, placed.piece, fragment, firstSequence, sink);
        } catch (MediaFormatException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    private static void write(
            FileSource source,
            ClipTrack.Piece piece,
            ClipFragment fragment,
            long firstSequence,
            Slice.Sink sink)
            throws IOException, MediaFormatException {
        long sequence = firstSequence;
        long end = piece.position() + piece.sizeBytes();
        for (long at = piece.position(); at < end; ) {
            var header = ByteBuffer.wrap(source.read(at, HEADER_BYTES));
            long size = Integer.toUnsignedLong(header.getInt(0));
            boolean isRead = ClipFragment.isRewritten(header.getInt(4));
            if (size < HEADER_BYTES || size > end - at || isRead && size > MAX_BOX_BYTES) {
                throw MediaFormatException.malformed(
                        source + ", offset " + at, "a box of " + size + " bytes");
            }
            if (isRead) {
                var box = ByteBuffer.wrap(source.read(at, (int) size));
                fragment.rewrite(box, sequence++);
                sink.write(box);
            } else {
                sink.transfer(new Slice.Range(source, at, size));
            }
            at += size;
        }
    }
}
