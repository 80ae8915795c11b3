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
        var palette = Palette.of(values, count, lowest, highest);
        if (palette != null && (widest > 0xFF || palette.shift < 3)) {
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
    /// @param shift of one row: it has 2 to the power of this many bits
    record Palette(int[] colours, byte[] rows, int shift) implements Column {

        private static final int MAX_COLOURS = 256;

        /// The column, or null when there are too many different numbers.
        ///
        /// @param lowest of the values
        /// @param highest of the values
        static @Nullable Palette of(int[] values, int count, int lowest, int highest) {
            var slots = Slots.of(lowest, highest);
            var colours = new byte[count];
            for (int i = 0; i < count; i++) {
                int colour = slots.find(values[i]);
                if (colour < 0) {
                    colour = slots.add(values[i]);
                }
                if (colour < 0) {
                    return null;
                }
                colours[i] = (byte) colour;
            }
            int shift = slots.used <= 2 ? 0 : slots.used <= 4 ? 1 : slots.used <= 16 ? 2 : 3;
            var rows = shift == 3 ? colours : packed(colours, shift);
            return new Palette(Arrays.copyOf(slots.colours, slots.used), rows, shift);
        }

        private static byte[] packed(byte[] colours, int shift) {
            int perByte = 8 >> shift;
            var rows = new byte[Math.ceilDiv(colours.length, perByte)];
            for (int row = 0, i = 0; row < rows.length; row++) {
                int end = Math.min(colours.length, i + perByte);
                int packed = 0;
                for (int bit = 0; i < end; bit += 1 << shift) {
                    packed |= colours[i++] << bit;
                }
                rows[row] = (byte) packed;
            }
            return rows;
        }

        @Override
        public int at(int index) {
            int perByte = 3 - shift;
            int bit = (index & (1 << perByte) - 1) << shift;
            return colours[(rows[index >> perByte] & 0xFF) >> bit & (1 << (1 << shift)) - 1];
        }

        @Override
        public long sizeBytes() {
            return rows.length + 4L * colours.length;
        }

        /// Which number has which colour: a place for each number there may be, or a hash table
        /// when they are far apart.
        private static final class Slots {

            private static final int HASHED = 1024;
            private static final int MAX_PLACES = 8192;

            private final int lowest;
            private final boolean isHashed;
            private final short[] slots;
            private final int[] colours = new int[MAX_COLOURS];
            private int used;

            private Slots(int lowest, boolean isHashed, int places) {
                this.lowest = lowest;
                this.isHashed = isHashed;
                slots = new short[places];
            }

            static Slots of(int lowest, int highest) {
                long places = (long) highest - lowest + 1;
                return places <= MAX_PLACES
                        ? new Slots(lowest, false, (int) places)
                        : new Slots(lowest, true, HASHED);
            }

            /// The colour of `value`, or -1.
            int find(int value) {
                return slots[slot(value)] - 1;
            }

            /// A new colour for `value`, or -1 when there are none left.
            int add(int value) {
                if (used == MAX_COLOURS) {
                    return -1;
                }
                int slot = slot(value);
                colours[used++] = value;
                slots[slot] = (short) used;
                return used - 1;
            }

            private int slot(int value) {
                if (!isHashed) {
                    return value - lowest;
                }
                int slot = value * 0x9E37_79B9 >>> 22;
                while (slots[slot] != 0 && colours[slots[slot] - 1] != value) {
                    slot = slot + 1 & HASHED - 1;
                }
                return slot;
            }
        }
    }
}
