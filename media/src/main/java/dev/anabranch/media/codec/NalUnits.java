package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// NAL units in their two wrappings: behind a length (MP4, RTMP; ISO/IEC 14496-15, 4.3.3) and
/// behind start codes (MPEG-TS; ITU-T H.264 and H.265, Annex B).
///
/// A unit is a view of the bytes it lies in: NAL header first, wrapping and trailing zeros left
/// out, emulation prevention bytes still inside.
public final class NalUnits {

    /// Units in one access unit. H.265 allows 600 slices, H.264 one a macroblock.
    public static final int MAX_UNITS = 8192;

    private static final byte[] START_CODE = {0, 0, 0, 1};

    private NalUnits() {}

    /// The units of a sample with `lengthSize` bytes (1, 2 or 4) before each, as views. Units of
    /// length zero are left out.
    public static List<ByteBuffer> lengthPrefixed(ByteBuffer sample, int lengthSize)
            throws MediaFormatException {
        requireLengthSize(lengthSize);
        var units = new ArrayList<ByteBuffer>();
        int at = sample.position();
        while (at < sample.limit()) {
            if (sample.limit() - at < lengthSize) {
                throw malformed(at - sample.position(), "a NAL unit length is cut off");
            }
            long length = length(sample, at, lengthSize);
            at += lengthSize;
            if (length > sample.limit() - at) {
                throw malformed(
                        at - sample.position(),
                        "a NAL unit of "
                                + length
                                + " bytes does not fit in the "
                                + (sample.limit() - at)
                                + " bytes left");
            }
            if (length > 0) {
                add(units, sample.slice(at, (int) length));
            }
            at += (int) length;
        }
        return units;
    }

    /// The same for a lease's bytes; the views live as long as the segment.
    public static List<ByteBuffer> lengthPrefixed(MemorySegment sample, int lengthSize)
            throws MediaFormatException {
        return lengthPrefixed(sample.asByteBuffer(), lengthSize);
    }

    /// The units of a byte stream with start codes, as views. Zero bytes before the first start
    /// code and after a unit are left out; anything else before the first start code is malformed.
    public static List<ByteBuffer> annexB(ByteBuffer stream) throws MediaFormatException {
        var units = new ArrayList<ByteBuffer>();
        int limit = stream.limit();
        int code = startCode(stream, stream.position());
        if (!isZero(stream, stream.position(), code)) {
            throw malformed(0, "the byte stream does not begin with a start code");
        }
        while (code < limit) {
            int begin = code + 3;
            code = startCode(stream, begin);
            int end = code;
            while (end > begin && stream.get(end - 1) == 0) {
                end--;
            }
            if (end > begin) {
                add(units, stream.slice(begin, end - begin));
            }
        }
        return units;
    }

    /// The units behind lengths of `lengthSize` bytes, which must be able to hold them.
    public static byte[] toLengthPrefixed(List<ByteBuffer> units, int lengthSize) {
        requireLengthSize(lengthSize);
        int size = 0;
        for (var unit : units) {
            if (lengthSize < 4 && unit.remaining() >= 1 << 8 * lengthSize) {
                throw new IllegalArgumentException(
                        "unit of " + unit.remaining() + " bytes, lengthSize=" + lengthSize);
            }
            size = Math.addExact(size, Math.addExact(lengthSize, unit.remaining()));
        }
        var bytes = ByteBuffer.allocate(size);
        for (var unit : units) {
            for (int shift = 8 * (lengthSize - 1); shift >= 0; shift -= 8) {
                bytes.put((byte) (unit.remaining() >> shift));
            }
            bytes.put(unit.duplicate());
        }
        return bytes.array();
    }

    /// The units each behind a start code of four bytes.
    public static byte[] toAnnexB(List<ByteBuffer> units) {
        var bytes = ByteBuffer.allocate(annexBSize(units));
        writeAnnexB(units, bytes);
        return bytes.array();
    }

    /// How many bytes [#writeAnnexB] writes.
    public static int annexBSize(List<ByteBuffer> units) {
        int size = 0;
        for (var unit : units) {
            size = Math.addExact(size, Math.addExact(START_CODE.length, unit.remaining()));
        }
        return size;
    }

    /// Writes the units, each behind a start code of four bytes, at the position of `destination`.
    public static void writeAnnexB(List<ByteBuffer> units, ByteBuffer destination) {
        for (var unit : units) {
            destination.put(START_CODE).put(unit.duplicate());
        }
    }

    /// A unit's bytes without emulation prevention bytes (ITU-T H.264, 7.4.1.1).
    public static byte[] unescape(ByteBuffer unit) {
        var bytes = new byte[unit.remaining()];
        int length = 0;
        int zeros = 0;
        for (int at = unit.position(); at < unit.limit(); at++) {
            byte octet = unit.get(at);
            if (zeros >= 2 && octet == 3) {
                zeros = 0;
                continue;
            }
            zeros = octet == 0 ? zeros + 1 : 0;
            bytes[length++] = octet;
        }
        return Arrays.copyOf(bytes, length);
    }

    /// The bytes of a unit with emulation prevention bytes put in.
    public static byte[] escape(byte[] bytes) {
        var escaped = new byte[bytes.length + bytes.length / 2 + 1];
        int length = 0;
        int zeros = 0;
        for (byte octet : bytes) {
            if (zeros == 2 && (octet & 0xFC) == 0) {
                escaped[length++] = 3;
                zeros = 0;
            }
            zeros = octet == 0 ? zeros + 1 : 0;
            escaped[length++] = octet;
        }
        if (zeros > 0) {
            // A unit may not end in zero: the trailing zeros would belong to the wrapping.
            escaped[length++] = 3;
        }
        return Arrays.copyOf(escaped, length);
    }

    private static void add(List<ByteBuffer> units, ByteBuffer unit) throws MediaFormatException {
        if (units.size() == MAX_UNITS) {
            throw MediaFormatException.limit(
                    "", "NAL units in one access unit", MAX_UNITS + 1L, MAX_UNITS);
        }
        units.add(unit);
    }

    /// Where the next 00 00 01 begins at or after `from`, or the limit.
    private static int startCode(ByteBuffer stream, int from) {
        int at = from;
        int last = stream.limit() - 3;
        while (at <= last) {
            int third = stream.get(at + 2);
            if (third > 1 || third < 0) {
                at += 3;
            } else if (third == 1 && stream.get(at) == 0 && stream.get(at + 1) == 0) {
                return at;
            } else {
                at++;
            }
        }
        return stream.limit();
    }

    private static boolean isZero(ByteBuffer stream, int from, int to) {
        for (int at = from; at < to; at++) {
            if (stream.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private static long length(ByteBuffer sample, int at, int lengthSize) {
        long length = 0;
        for (int i = 0; i < lengthSize; i++) {
            length = length << 8 | sample.get(at + i) & 0xFF;
        }
        return length;
    }

    private static void requireLengthSize(int lengthSize) {
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw new IllegalArgumentException("lengthSize=" + lengthSize);
        }
    }

    private static MediaFormatException malformed(int offset, String what) {
        return MediaFormatException.malformed("offset " + offset + " of the access unit", what);
    }
}
