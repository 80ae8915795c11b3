package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The payload of one box, read field by field; every read is checked against the box's end.
///
/// A reader knows its path (`moov/trak[1]/mdia`) and the file offset it starts at, so that each
/// error names both. Owned by one thread.
public final class BoxReader {

    private final ByteBuffer bytes;
    private final String path;
    private final long offset;

    /// @param bytes the payload, from its position to its limit; big-endian
    /// @param path the box's path for messages
    /// @param offset where the payload starts in the file
    public BoxReader(ByteBuffer bytes, String path, long offset) {
        this.bytes = bytes.slice();
        this.path = path;
        this.offset = offset;
    }

    public int remaining() {
        return bytes.remaining();
    }

    public String path() {
        return path;
    }

    /// Where the next byte lies in the file.
    public long position() {
        return offset + bytes.position();
    }

    public int u8() throws MediaFormatException {
        need(1);
        return bytes.get() & 0xFF;
    }

    public int u16() throws MediaFormatException {
        need(2);
        return bytes.getShort() & 0xFFFF;
    }

    public int u24() throws MediaFormatException {
        return u8() << 16 | u16();
    }

    public int i32() throws MediaFormatException {
        need(4);
        return bytes.getInt();
    }

    public long u32() throws MediaFormatException {
        return i32() & 0xFFFF_FFFFL;
    }

    /// A 64-bit field; one above 2^63 - 1 comes back negative.
    public long i64() throws MediaFormatException {
        need(8);
        return bytes.getLong();
    }

    public String fourCc() throws MediaFormatException {
        var code = new byte[4];
        bytes(code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }

    public void bytes(byte[] destination) throws MediaFormatException {
        need(destination.length);
        bytes.get(destination);
    }

    /// The next `length` bytes in an array of their own.
    public byte[] bytes(int length) throws MediaFormatException {
        need(length);
        var copy = new byte[length];
        bytes.get(copy);
        return copy;
    }

    /// A table of `count` 32-bit numbers in one bulk read; the count is checked against what the
    /// box holds before anything is allocated.
    public int[] i32s(long count) throws MediaFormatException {
        needTable(count, Integer.BYTES);
        var table = new int[(int) count];
        bytes.asIntBuffer().get(table);
        bytes.position(bytes.position() + table.length * Integer.BYTES);
        return table;
    }

    /// A table of `count` 64-bit numbers, as [#i32s].
    public long[] i64s(long count) throws MediaFormatException {
        needTable(count, Long.BYTES);
        var table = new long[(int) count];
        bytes.asLongBuffer().get(table);
        bytes.position(bytes.position() + table.length * Long.BYTES);
        return table;
    }

    /// All that is left, as a view.
    public ByteBuffer rest() {
        var rest = bytes.slice();
        bytes.position(bytes.limit());
        return rest;
    }

    public void skip(int length) throws MediaFormatException {
        need(length);
        bytes.position(bytes.position() + length);
    }

    /// The next child box, or empty when this box holds no further one. Fewer than 8 bytes left
    /// over are ignored, as QuickTime ends containers with four zero bytes.
    public Optional<Box> child() throws MediaFormatException {
        if (bytes.remaining() < 8) {
            return Optional.empty();
        }
        long start = position();
        int at = bytes.position();
        long size = u32();
        var type = fourCc();
        if (size == 1) {
            size = i64();
        }
        int header = bytes.position() - at;
        if (size == 0) {
            size = (long) bytes.limit() - at;
        }
        if (size < header || size > (long) bytes.limit() - at) {
            throw MediaFormatException.malformed(
                    "offset " + start + ", box " + path + "/" + printable(type),
                    "box size "
                            + size
                            + " does not fit in its parent, which has "
                            + (bytes.limit() - at)
                            + " bytes left");
        }
        var payload = bytes.slice(bytes.position(), (int) size - header);
        bytes.position(at + (int) size);
        return Optional.of(
                new Box(
                        type,
                        new BoxReader(payload, path + "/" + printable(type), start + header)));
    }

    /// A malformed-input error that names this box and the current offset.
    public MediaFormatException malformed(String what) {
        return MediaFormatException.malformed(where(), what);
    }

    /// The place for messages: offset and path.
    public String where() {
        return "offset " + position() + ", box " + path;
    }

    private void need(int length) throws MediaFormatException {
        if (length < 0 || length > bytes.remaining()) {
            throw malformed("the box ends " + (length - bytes.remaining()) + " bytes too early");
        }
    }

    private void needTable(long count, int entryBytes) throws MediaFormatException {
        if (count < 0 || count > bytes.remaining() / entryBytes) {
            throw malformed(
                    "the table says it has "
                            + count
                            + " entries, the box has room for "
                            + bytes.remaining() / entryBytes);
        }
    }

    static String printable(String type) {
        var text = new StringBuilder();
        for (char c : type.toCharArray()) {
            text.append(c >= ' ' && c < 127 ? c : '.');
        }
        return text.toString();
    }
}
