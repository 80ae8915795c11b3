package dev.anabranch.media.mp4;

import java.util.Arrays;

/// Where the payload of a run of samples lies in its source: samples that touch are one range.
///
/// Ranges are in decode order, so written one after another they are the payload of an `mdat`.
/// Immutable.
public final class SampleRanges {

    private final long[] positions;
    private final long[] sizes;
    private final int count;
    private final long totalBytes;

    private SampleRanges(Builder ranges) {
        positions = ranges.positions;
        sizes = ranges.sizes;
        count = ranges.count;
        totalBytes = ranges.totalBytes;
    }

    public int count() {
        return count;
    }

    /// Where range `n` starts in the source.
    public long position(int n) {
        return positions[checked(n)];
    }

    /// How long range `n` is, at least 1.
    public long sizeBytes(int n) {
        return sizes[checked(n)];
    }

    public long totalBytes() {
        return totalBytes;
    }

    private int checked(int n) {
        if (n < 0 || n >= count) {
            throw new IndexOutOfBoundsException("n=" + n + " count=" + count);
        }
        return n;
    }

    /// Takes samples in decode order.
    static final class Builder {

        private long[] positions = new long[4];
        private long[] sizes = new long[4];
        private int count;
        private long totalBytes;

        void add(long position, int sizeBytes) {
            if (sizeBytes == 0) {
                return;
            }
            totalBytes += sizeBytes;
            if (count > 0 && positions[count - 1] + sizes[count - 1] == position) {
                sizes[count - 1] += sizeBytes;
                return;
            }
            if (count == positions.length) {
                positions = Arrays.copyOf(positions, count * 2);
                sizes = Arrays.copyOf(sizes, count * 2);
            }
            positions[count] = position;
            sizes[count++] = sizeBytes;
        }

        SampleRanges build() {
            return new SampleRanges(this);
        }
    }
}
