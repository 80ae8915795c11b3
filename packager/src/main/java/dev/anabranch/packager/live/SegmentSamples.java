package dev.anabranch.packager.live;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The samples of one complete segment as a table, and the segment's memory as their source, so
/// that they can be written in another container. Immutable; valid while the segment is retained.
final class SegmentSamples implements SampleTable, ByteSource {

    private final LiveSegment segment;
    private final long[] dtsTicks;
    private final long[] ptsTicks;
    private final int[] sizes;
    private final long[] positions;
    private final boolean[] syncs;
    private final int count;

    private SegmentSamples(Builder from, LiveSegment segment) {
        this.segment = segment;
        count = from.count;
        dtsTicks = Arrays.copyOf(from.dtsTicks, count);
        ptsTicks = Arrays.copyOf(from.ptsTicks, count);
        sizes = Arrays.copyOf(from.sizes, count);
        positions = Arrays.copyOf(from.positions, count);
        syncs = Arrays.copyOf(from.syncs, count);
    }

    /// Collects the samples of one segment after the other.
    static final class Builder {

        private long[] dtsTicks = new long[64];
        private long[] ptsTicks = new long[64];
        private int[] sizes = new int[64];
        private long[] positions = new long[64];
        private boolean[] syncs = new boolean[64];
        private int count;
        private int placed;

        /// Decode times as they came: what comes later than it is shown is decoded when it is
        /// shown.
        void add(Sample sample) {
            if (count == sizes.length) {
                grow();
            }
            dtsTicks[count] = Math.min(sample.dtsTicks(), sample.ptsTicks());
            ptsTicks[count] = sample.ptsTicks();
            sizes[count] = sample.sizeBytes();
            syncs[count++] = sample.isKeyframe();
        }

        /// The samples since the last call lie one behind the other from here.
        void place(long offsetBytes) {
            for (long at = offsetBytes; placed < count; placed++) {
                positions[placed] = at;
                at += sizes[placed];
            }
        }

        SegmentSamples build(LiveSegment segment) {
            var built = new SegmentSamples(this, segment);
            count = 0;
            placed = 0;
            return built;
        }

        private void grow() {
            dtsTicks = Arrays.copyOf(dtsTicks, count * 2);
            ptsTicks = Arrays.copyOf(ptsTicks, count * 2);
            sizes = Arrays.copyOf(sizes, count * 2);
            positions = Arrays.copyOf(positions, count * 2);
            syncs = Arrays.copyOf(syncs, count * 2);
        }
    }

    LiveSegment segment() {
        return segment;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long startTicks() {
        return dtsTicks[0];
    }

    @Override
    public long endTicks() {
        return Math.max(segment.endTicks(), dtsTicks[count - 1]);
    }

    @Override
    public long totalBytes() {
        long sum = 0;
        for (int size : sizes) {
            sum += size;
        }
        return sum;
    }

    @Override
    public SampleCursor cursor(int index) {
        return new Cursor(java.util.Objects.checkIndex(index, count));
    }

    /// None: times are of a live source, in which nothing is shown before it is decoded.
    @Override
    public long leadTicks(int from, int to) {
        return 0;
    }

    @Override
    public int sampleAt(long ticks) {
        int at = 0;
        while (at + 1 < count && dtsTicks[at + 1] <= ticks) {
            at++;
        }
        return at;
    }

    @Override
    public int syncCount() {
        int found = 0;
        for (boolean sync : syncs) {
            found += sync ? 1 : 0;
        }
        return found;
    }

    @Override
    public int syncSample(int n) {
        int left = n;
        for (int i = 0; i < count; i++) {
            if (syncs[i] && left-- == 0) {
                return i;
            }
        }
        throw new IndexOutOfBoundsException("n=" + n);
    }

    @Override
    public int syncAtOrAfter(int index) {
        int found = 0;
        for (int i = 0; i < index && i < count; i++) {
            found += syncs[i] ? 1 : 0;
        }
        return found;
    }

    @Override
    public long sizeBytes() {
        return segment.sizeBytes();
    }

    @Override
    public void read(long position, ByteBuffer destination) throws IOException {
        long at = position;
        for (var part : segment.parts()) {
            long from = at - part.offsetBytes();
            if (from < 0 || from >= part.sizeBytes() || !destination.hasRemaining()) {
                continue;
            }
            int bytes = (int) Math.min(part.sizeBytes() - from, destination.remaining());
            destination.put(part.bytes().slice((int) from, bytes));
            at += bytes;
        }
        if (destination.hasRemaining()) {
            throw new EOFException("position=" + at + " sizeBytes=" + sizeBytes());
        }
    }

    private final class Cursor implements SampleCursor {

        private int at;

        Cursor(int at) {
            this.at = at;
        }

        @Override
        public boolean advance() {
            if (at + 1 == count) {
                return false;
            }
            at++;
            return true;
        }

        @Override
        public int index() {
            return at;
        }

        @Override
        public long dtsTicks() {
            return dtsTicks[at];
        }

        @Override
        public long ptsTicks() {
            return ptsTicks[at];
        }

        @Override
        public long durationTicks() {
            long next = at + 1 < count ? dtsTicks[at + 1] : endTicks();
            return Math.max(0, next - dtsTicks[at]);
        }

        @Override
        public int sizeBytes() {
            return sizes[at];
        }

        @Override
        public long position() {
            return positions[at];
        }

        @Override
        public boolean isSync() {
            return syncs[at];
        }

        @Override
        public int configurationIndex() {
            return 0;
        }
    }
}
