package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A segment that a [SegmentIndex] names, with its place in the file.
///
/// @param position where its first byte lies
/// @param sizeBytes how many bytes it has
/// @param startTicks earliest presentation time on `timescale`
/// @param durationTicks until the next one's
public record Subsegment(
        long position,
        long sizeBytes,
        Timescale timescale,
        long startTicks,
        long durationTicks,
        boolean startsWithSap) {

    /// More references in all indexes of a file than this are refused: six days of 2 s.
    public static final int MAX_REFERENCES = 1 << 18;

    /// Indexes of indexes deeper than this are refused: a chain of indexes, each naming the next,
    /// is as deep as it is long.
    public static final int MAX_DEPTH = 256;

    /// A longer `sidx` cannot be, but for bytes nobody needs.
    private static final int MAX_INDEX_BYTES = SegmentIndex.sizeBytes(SegmentIndex.MAX_REFERENCES);

    /// All segments named by the `sidx` that starts at `position`, and by the indexes it names.
    ///
    /// They need not lie within the source: an index is read before the media is there.
    public static List<Subsegment> read(ByteSource source, long position)
            throws IOException, MediaFormatException {
        var found = new ArrayList<Subsegment>();
        new Walk(source, found).index(position, 0);
        return List.copyOf(found);
    }

    private static final class Walk {

        private final ByteSource source;
        private final List<Subsegment> found;
        private int references;

        Walk(ByteSource source, List<Subsegment> found) {
            this.source = source;
            this.found = found;
        }

        void index(long boxPosition, int depth) throws IOException, MediaFormatException {
            if (depth > MAX_DEPTH) {
                throw MediaFormatException.limit(
                        "offset " + boxPosition, "sidx depth", depth, MAX_DEPTH);
            }
            int size = size(boxPosition);
            var payload = source.read(boxPosition + 8, size - 8);
            var index =
                    SegmentIndex.parse(
                            new BoxReader(ByteBuffer.wrap(payload), "sidx", boxPosition + 8));
            count(index, boxPosition);
            long position = boxPosition + size + bounded(index.firstOffset());
            long ticks = bounded(index.earliestPtsTicks());
            for (var reference : index.references()) {
                if (reference.isIndex()) {
                    index(position, depth + 1);
                } else {
                    add(index, reference, position, ticks);
                }
                position += reference.sizeBytes();
                ticks += reference.durationTicks();
            }
        }

        /// Bounds the work too: an index that many references name is read as often.
        private void count(SegmentIndex index, long position) throws MediaFormatException {
            references += index.references().size();
            if (references > MAX_REFERENCES) {
                throw MediaFormatException.limit(
                        "offset " + position + ", box sidx",
                        "reference count",
                        references,
                        MAX_REFERENCES);
            }
        }

        private void add(
                SegmentIndex index, SegmentIndex.Reference reference, long position, long ticks) {
            found.add(
                    new Subsegment(
                            position,
                            reference.sizeBytes(),
                            index.timescale(),
                            ticks,
                            reference.durationTicks(),
                            reference.startsWithSap()));
        }

        private int size(long position) throws IOException, MediaFormatException {
            var where = "offset " + position + ", box sidx";
            if (position > source.sizeBytes() - 8) {
                throw MediaFormatException.malformed(where, "sidx lies beyond the end of the file");
            }
            var header = new BoxReader(ByteBuffer.wrap(source.read(position, 8)), "", position);
            long size = header.u32();
            var type = header.fourCc();
            if (!type.equals("sidx")) {
                throw MediaFormatException.malformed(
                        where, "a sidx should be here, not " + BoxReader.printable(type));
            }
            if (size < 8 || size > MAX_INDEX_BYTES || size > source.sizeBytes() - position) {
                throw MediaFormatException.malformed(where, "sidx of " + size + " bytes");
            }
            return (int) size;
        }

        private static long bounded(long value) throws MediaFormatException {
            if (value > TrackFragmentDecodeTime.MAX_TICKS) {
                throw MediaFormatException.limit(
                        "box sidx", "time or offset", value, TrackFragmentDecodeTime.MAX_TICKS);
            }
            return value;
        }
    }
}
