package dev.anabranch.media.mp4;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column of a table: 32-bit numbers, each kept in as few bytes as all of them allow.
///
/// Long films decide the memory of an origin, and most columns are small: audio sizes fit in two
/// bytes, composition offsets take a handful of values. Immutable.
sealed interface Column {

    int at(int index);

    /// The sum of the rows from `from` to before `to`, each an unsigned number that fits in an int.
    default long sum(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += at(i);
        }
        return sum;
    }

    /// Whether the rows from `from` to before `to`, of which there is one at least, are the same.
    default boolean isConstant(int from, int to) {
        int first = at(from);
        for (int i = from + 1; i < to; i++) {
            if (at(i) != first) {
                return false;
            }
        }
        return true;
    }

    /// How many bytes the column holds on to, for tests and measurements.
    long sizeBytes();

    /// The first `count` of `values`, packed.
    static Column of(int[] values, int count) {
        if (count == 0) {
            return new Constant(0);
        }
        int lowest = values[0];
        int highest = values[0];
        for (int i = 1; i < count; i++) {
            lowest = Math.min(lowest, values[i]);
            highest = Math.max(highest, values[i]);
        }
        if (lowest == highest) {
            return new Constant(lowest);
        }
        int widest = lowest < 0 ? Integer.MAX_VALUE : highest;
        var palette = Palette.of(values, count);
        if (palette != null && (widest > 0xFF || palette.bits < 8)) {
            return palette;
        }
        return widest <= 0xFF ? Bytes.of(values, count) : wide(values, count, widest);
    }

    private static Column wide(int[] values, int count, int widest) {
        if (widest <= 0xFFFF) {
            return Chars.of(values, count);
        }
        return widest <= 0xFF_FFFF
                ? Triples.of(values, count)
                : new Ints(Arrays.copyOf(values, count));
    }

    /// The same number in every row.
    record Constant(int value) implements Column {
        @Override
        public int at(int index) {
            return value;
        }

        @Override
        public long sum(int from, int to) {
            return (long) value * (to - from);
        }

        @Override
        public long sizeBytes() {
            return 0;
        }
    }

    /// 0 to 255.
    record Bytes(byte[] rows) implements Column {
        static Bytes of(int[] values, int count) {
            var rows = new byte[count];
            for (int i = 0; i < count; i++) {
                rows[i] = (byte) values[i];
            }
            return new Bytes(rows);
        }

        @Override
        public int at(int index) {
            return rows[index] & 0xFF;
        }

        @Override
        public long sizeBytes() {
            return rows.length;
        }
    }

    /// 0 to 65 535.
    record Chars(char[] rows) implements Column {
        static Chars of(int[] values, int count) {
            var rows = new char[count];
            for (int i = 0; i < count; i++) {
                rows[i] = (char) values[i];
            }
            return new Chars(rows);
        }

        @Override
        public int at(int index) {
            return rows[index];
        }

        @Override
        public long sum(int from, int to) {
            long sum = 0;
            for (int i = from; i < to; i++) {
                sum += rows[i];
            }
            return sum;
        }

        @Override
        public long sizeBytes() {
            return 2L * rows.length;
        }
    }

    /// 0 to 2^24 - 1, as a short and a byte: the sizes of most video frames.
    record Triples(char[] low, byte[] high) implements Column {
        static Triples of(int[] values, int count) {
            var low = new char[count];
            var high = new byte[count];
            for (int i = 0; i < count; i++) {
                low[i] = (char) values[i];
                high[i] = (byte) (values[i] >> 16);
            }
            return new Triples(low, high);
        }

        @Override
        public int at(int index) {
            return (high[index] & 0xFF) << 16 | low[index];
        }

        @Override
        public long sum(int from, int to) {
            long sum = 0;
            for (int i = from; i < to; i++) {
                sum += (high[i] & 0xFF) << 16 | low[i];
            }
            return sum;
        }

        @Override
        public long sizeBytes() {
            return 3L * low.length;
        }
    }

    /// Any number.
    record Ints(int[] rows) implements Column {
        @Override
        public int at(int index) {
            return rows[index];
        }

        @Override
        public long sizeBytes() {
            return 4L * rows.length;
        }
    }

    /// At most 256 different numbers, in 1, 2, 4 or 8 bits a row.
    ///
    /// @param bits of one row
    record Palette(int[] colours, byte[] rows, int bits) implements Column {

        private static final int MAX_COLOURS = 256;
        private static final int SLOTS = 1024;

        /// The column, or null when there are too many different numbers.
        static @Nullable Palette of(int[] values, int count) {
            var slots = new short[SLOTS];
            var colours = new int[MAX_COLOURS];
            int used = 0;
            for (int i = 0; i < count; i++) {
                int slot = slotOf(values[i], slots, colours);
                if (slots[slot] == 0) {
                    if (used == MAX_COLOURS) {
                        return null;
                    }
                    colours[used++] = values[i];
                    slots[slot] = (short) used;
                }
            }
            int bits = used <= 2 ? 1 : used <= 4 ? 2 : used <= 16 ? 4 : 8;
            var rows = new byte[(int) (((long) count * bits + 7) / 8)];
            for (int i = 0; i < count; i++) {
                int colour = slots[slotOf(values[i], slots, colours)] - 1;
                rows[i / (8 / bits)] |= (byte) (colour << i % (8 / bits) * bits);
            }
            return new Palette(Arrays.copyOf(colours, used), rows, bits);
        }

        private static int slotOf(int value, short[] slots, int[] colours) {
            int slot = value * 0x9E37_79B9 >>> 22;
            while (slots[slot] != 0 && colours[slots[slot] - 1] != value) {
                slot = slot + 1 & SLOTS - 1;
            }
            return slot;
        }

        @Override
        public int at(int index) {
            long bit = (long) index * bits;
            return colours[rows[(int) (bit >> 3)] >> (int) (bit & 7) & (1 << bits) - 1];
        }

        @Override
        public long sizeBytes() {
            return rows.length + 4L * colours.length;
        }
    }
}
