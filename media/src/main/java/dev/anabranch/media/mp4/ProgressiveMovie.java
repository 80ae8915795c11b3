package dev.anabranch.media.mp4;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.Track;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// An MP4 file of several tracks with its index in front (ISO/IEC 14496-12), to be saved and played
/// as it is: `ftyp`, `moov`, and an `mdat` in which a second of each track comes after the other.
///
/// It is a description: [#header] are the first bytes of the file, and [#ranges] say where in the
/// sources the others lie. Immutable.
public final class ProgressiveMovie {

    /// Seconds of a track in one piece, so that a player reads on without going back and forth.
    private static final int SECONDS_PER_CHUNK = 1;

    private static final int BOX_HEADER = 8;
    private static final int LARGE_BOX_HEADER = 16;
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    /// The movie's own clock, the finest on which its length is not too long for readers that take
    /// it for a signed number.
    private static final List<Timescale> CLOCKS =
            List.of(Timescale.MPEG, new Timescale(10_000), new Timescale(1000));

    private final byte[] header;
    private final List<Range> ranges;
    private final long mediaBytes;

    /// A track and what of it is taken.
    ///
    /// @param track whose samples from `first` to before `end` have one codec configuration
    /// @param first a sync sample
    /// @param shiftTicks what to add to a presentation time of the source to have the movie's, on
    ///   the track's clock
    /// @param startTicks when the first sample that is to be seen or heard is shown, 0 or more;
    ///   what comes before is decoded only
    /// @param endTicks when the last one ends
    public record Part(
            IndexedTrack track,
            int first,
            int end,
            long shiftTicks,
            long startTicks,
            long endTicks) {

        public Part {
            if (first < 0 || end <= first || startTicks < 0 || endTicks <= startTicks) {
                throw new IllegalArgumentException(
                        "first=%d end=%d startTicks=%d endTicks=%d"
                                .formatted(first, end, startTicks, endTicks));
            }
        }

        private Timescale clock() {
            return track.track().timescale();
        }

        private Timestamp finish() {
            return new Timestamp(endTicks, clock());
        }
    }

    /// Bytes of a source.
    ///
    /// @param part the number of the part whose source it is
    public record Range(int part, long position, long sizeBytes) {}

    private ProgressiveMovie(byte[] header, List<Range> ranges, long mediaBytes) {
        this.header = header;
        this.ranges = List.copyOf(ranges);
        this.mediaBytes = mediaBytes;
    }

    /// @param parts the first is the main one
    public static ProgressiveMovie of(List<Part> parts, UserDataBox about) {
        var layout = new Layout(parts);
        layout.fill();
        long mediaBytes = layout.position;
        boolean isLarge = mediaBytes > MAX_U32 - BOX_HEADER;
        int mediaHeader = isLarge ? LARGE_BOX_HEADER : BOX_HEADER;
        long start = 0;
        var index = index(parts, layout, about, start);
        // Offsets beyond 4 GB take more room, which moves them.
        while (start != (long) index.length + mediaHeader) {
            start = (long) index.length + mediaHeader;
            index = index(parts, layout, about, start);
        }
        var out = new BoxWriter(index.length + mediaHeader).bytes(index);
        out.u32(isLarge ? 1 : BOX_HEADER + mediaBytes).fourCc("mdat");
        if (isLarge) {
            out.u64(LARGE_BOX_HEADER + mediaBytes);
        }
        return new ProgressiveMovie(out.toByteArray(), layout.ranges, mediaBytes);
    }

    /// Everything up to the first byte of media.
    public byte[] header() {
        return header.clone();
    }

    /// The bytes of media, in the order of the file.
    public List<Range> ranges() {
        return ranges;
    }

    /// Of the whole file.
    public long sizeBytes() {
        return header.length + mediaBytes;
    }

    private static byte[] index(
            List<Part> parts, Layout layout, UserDataBox about, long mediaStart) {
        var finish =
                parts.stream().map(Part::finish).max(Timestamp::compareTo).orElse(Timestamp.ZERO);
        var clock = clock(finish);
        var out = new BoxWriter(64 * 1024);
        FileType.MOVIE.write(out);
        int movie = out.begin("moov");
        new MovieHeader(0, clock.ticksPerSecond(), ticks(finish, clock))
                .write(out, parts.size() + 1);
        for (int i = 0; i < parts.size(); i++) {
            writeTrack(out, parts.get(i), i, layout.tables.get(i), clock, mediaStart);
        }
        about.write(out);
        out.end(movie);
        return out.toByteArray();
    }

    private static void writeTrack(
            BoxWriter out,
            Part part,
            int number,
            MovieTables tables,
            Timescale clock,
            long mediaStart) {
        var source = part.track;
        var own = source.track();
        var track = new Track(number + 1, own.timescale(), own.codec(), own.language(), own.name());
        new InitSegment(track, source.picture(), source.rotationDegrees(), OptionalLong.empty())
                .writeTrack(
                        out,
                        new InitSegment.Contents(
                                ticks(part.finish(), clock),
                                edits(part, clock),
                                tables.mediaTicks(),
                                box -> tables.write(box, mediaStart)));
    }

    /// Nothing until the track starts, then all of it but what is only decoded.
    private static EditList edits(Part part, Timescale clock) {
        var edits = new ArrayList<EditList.Edit>();
        long start = ticks(new Timestamp(part.startTicks, part.clock()), clock);
        if (start > 0) {
            edits.add(new EditList.Edit(start, -1, EditList.Edit.NORMAL_RATE));
        }
        long decoded = part.track.samples().cursor(part.first).dtsTicks();
        edits.add(
                new EditList.Edit(
                        ticks(part.finish(), clock) - start,
                        part.startTicks - part.shiftTicks - decoded,
                        EditList.Edit.NORMAL_RATE));
        return new EditList(edits);
    }

    private static Timescale clock(Timestamp finish) {
        for (var clock : CLOCKS) {
            if (ticks(finish, clock) <= Integer.MAX_VALUE) {
                return clock;
            }
        }
        throw new IllegalArgumentException("finish=" + finish);
    }

    /// Rounded up: what is cut off at the end would be a frame.
    private static long ticks(Timestamp time, Timescale clock) {
        return time.timescale().convert(time.ticks(), clock, RoundingMode.CEILING);
    }

    /// Shares the samples out to chunks, that of the track which is least far next.
    private static final class Layout {

        private final List<Part> parts;
        private final List<MovieTables> tables = new ArrayList<>();
        private final List<Range> ranges = new ArrayList<>();
        private final List<SampleCursor> next = new ArrayList<>();
        private long position;

        Layout(List<Part> parts) {
            this.parts = parts;
            for (var part : parts) {
                tables.add(new MovieTables(part.end - part.first));
                next.add(part.track.samples().cursor(part.first));
            }
        }

        void fill() {
            var left = new ArrayList<Integer>();
            for (int i = 0; i < parts.size(); i++) {
                left.add(i);
            }
            while (!left.isEmpty()) {
                int least = left.getFirst();
                for (int i : left) {
                    least = time(i).compareTo(time(least)) < 0 ? i : least;
                }
                if (!chunk(least)) {
                    left.remove(Integer.valueOf(least));
                }
            }
        }

        private Timestamp time(int number) {
            var part = parts.get(number);
            return new Timestamp(next.get(number).dtsTicks() + part.shiftTicks, part.clock());
        }

        /// @return whether there is more of the track
        private boolean chunk(int number) {
            var part = parts.get(number);
            var cursor = next.get(number);
            long end = cursor.dtsTicks() + SECONDS_PER_CHUNK * part.clock().ticksPerSecond();
            var bytes = new SampleRanges.Builder();
            int count = 0;
            boolean hasMore = true;
            while (hasMore && (count == 0 || cursor.dtsTicks() < end)) {
                tables.get(number).add(cursor);
                bytes.add(cursor.position(), cursor.sizeBytes());
                count++;
                hasMore = cursor.index() + 1 < part.end && cursor.advance();
            }
            tables.get(number).endChunk(position, count);
            var taken = bytes.build();
            for (int n = 0; n < taken.count(); n++) {
                ranges.add(new Range(number, taken.position(n), taken.sizeBytes(n)));
            }
            position += taken.totalBytes();
            return hasMore;
        }
    }
}
