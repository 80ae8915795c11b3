package dev.anabranch.media.ts;

import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import java.util.Arrays;
import java.util.Objects;

/// The frames of an elementary audio file, all of one duration: 8 bytes each. Immutable.
///
/// @param positions where each payload starts, unsigned
/// @param sizes of each payload
/// @param changes the samples at which the next configuration begins to apply, ascending
@SuppressWarnings("ArrayRecordComponent")
record ElementaryTable(int samplesPerFrame, int[] positions, int[] sizes, int[] changes)
        implements SampleTable {

    @Override
    public int count() {
        return sizes.length;
    }

    @Override
    public long startTicks() {
        return 0;
    }

    @Override
    public long endTicks() {
        return (long) count() * samplesPerFrame;
    }

    @Override
    public long totalBytes() {
        long total = 0;
        for (int size : sizes) {
            total += size;
        }
        return total;
    }

    @Override
    public SampleCursor cursor(int index) {
        Objects.checkIndex(index, count());
        return new Cursor(this, index);
    }

    @Override
    public int sampleAt(long dtsTicks) {
        return Math.clamp(dtsTicks / samplesPerFrame, 0, Math.max(0, count() - 1));
    }

    @Override
    public int syncCount() {
        return count();
    }

    @Override
    public int syncSample(int n) {
        return Objects.checkIndex(n, count());
    }

    @Override
    public int syncAtOrAfter(int index) {
        return Math.clamp(index, 0, count());
    }

    private static final class Cursor implements SampleCursor {

        private final ElementaryTable table;
        private int index;

        Cursor(ElementaryTable table, int index) {
            this.table = table;
            this.index = index;
        }

        @Override
        public boolean advance() {
            if (index + 1 >= table.count()) {
                return false;
            }
            index++;
            return true;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public long dtsTicks() {
            return (long) index * table.samplesPerFrame;
        }

        @Override
        public long ptsTicks() {
            return dtsTicks();
        }

        @Override
        public long durationTicks() {
            return table.samplesPerFrame;
        }

        @Override
        public int sizeBytes() {
            return table.sizes[index];
        }

        @Override
        public long position() {
            return Integer.toUnsignedLong(table.positions[index]);
        }

        @Override
        public boolean isSync() {
            return true;
        }

        @Override
        public int configurationIndex() {
            if (table.changes.length == 0) {
                return 0;
            }
            int found = Arrays.binarySearch(table.changes, index);
            return found >= 0 ? found + 1 : -found - 1;
        }
    }
}
