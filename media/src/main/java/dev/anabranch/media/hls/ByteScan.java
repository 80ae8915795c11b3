package dev.anabranch.media.hls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Looks at eight bytes at a time.
final class ByteScan {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private ByteScan() {}

    /// Eight bytes of ASCII as [#hasEight] takes them.
    static long eight(String text) {
        return (long) LONGS.get(text.getBytes(StandardCharsets.US_ASCII), 0);
    }

    /// Whether these eight bytes lie at `from` and end at or before `to`.
    static boolean hasEight(byte[] bytes, int from, int to, long eight) {
        return to - from >= Long.BYTES && (long) LONGS.get(bytes, from) == eight;
    }

    /// Where the first `wanted` at or after `from` is, or the length of `bytes`.
    static int indexOf(byte[] bytes, int from, byte wanted) {
        long pattern = ONES * (wanted & 0xFF);
        int position = from;
        for (; position <= bytes.length - Long.BYTES; position += Long.BYTES) {
            long differences = (long) LONGS.get(bytes, position) ^ pattern;
            long zeros = differences - ONES & ~differences & HIGH_BITS;
            if (zeros != 0) {
                return position + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        while (position < bytes.length && bytes[position] != wanted) {
            position++;
        }
        return position;
    }

    /// Whether no byte has its highest bit set.
    static boolean isAscii(byte[] bytes) {
        long seen = 0;
        int position = 0;
        for (; position <= bytes.length - Long.BYTES; position += Long.BYTES) {
            seen |= (long) LONGS.get(bytes, position);
        }
        for (; position < bytes.length; position++) {
            seen |= bytes[position];
        }
        return (seen & HIGH_BITS) == 0;
    }
}
