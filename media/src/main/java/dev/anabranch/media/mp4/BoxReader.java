package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The payload of one box, read field by field; every read is checked against the box's end.
///
/// The payload is in memory, or stays in its source: then a window of it is read at a time, and
/// what cannot be read is an [UncheckedIOException]. A reader knows its path (`moov/trak[1]/mdia`)
/// and the file offset it starts at, so that each error names both. Owned by one thread.
public final class BoxReader {

    /// How much is read of a payload that stays in its source.
    private static final int WINDOW_BYTES = 64 * 1024;

    /// How much is read of a table there: few enough requests when the source is a server.
    private static final int TABLE_PIECE_BYTES = 512 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final @Nullable ByteSource source;
    private final String path;
    private final long offset;
    private final int sizeBytes;

    /// What is in memory: all of the payload when there is no source.
    private ByteBuffer window;

    /// Where in the payload the window starts.
    private int windowAt;

    private ByteBuffer tablePiece = NOTHING;

    /// @param bytes the payload, from its position to its limit; big-endian
    /// @param path the box's path for messages
    /// @param offset where the payload starts in the file
    public BoxReader(ByteBuffer bytes, String path, long offset) {
        this(null, bytes.slice(), path, offset, bytes.remaining());
    }

    /// A payload that stays in `source` until it is wanted.
    static BoxReader in(ByteSource source, String path, long offset, int sizeBytes) {
        return new BoxReader(source, NOTHING, path, offset, sizeBytes);
    }

    private BoxReader(
            @Nullable ByteSource source,
            ByteBuffer window,
            String path,
            long offset,
            int sizeBytes) {
        this.source = source;
        this.window = window;
        this.path = path;
        this.offset = offset;
        this.sizeBytes = sizeBytes;
    }

    public int remaining() {
        return sizeBytes - at();
    }

    public String path() {
        return path;
    }

    /// Where the next byte lies in the file.
    public long position() {
        return offset + at();
    }

    public int u8() throws MediaFormatException {
        need(1);
        return window.get() & 0xFF;
    }

    public int u16() throws MediaFormatException {
        need(2);
        return window.getShort() & 0xFFFF;
    }

    public int u24() throws MediaFormatException {
        return u8() << 16 | u16();
    }

    public int i32() throws MediaFormatException {
        need(4);
        return window.getInt();
    }

    public long u32() throws MediaFormatException {
        return i32() & 0xFFFF_FFFFL;
    }

    /// A 64-bit field; one above 2^63 - 1 comes back negative.
    public long i64() throws MediaFormatException {
        need(8);
        return window.getLong();
    }

    public String fourCc() throws MediaFormatException {
        var code = new byte[4];
        bytes(code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }

    public void bytes(byte[] destination) throws MediaFormatException {
        need(destination.length);
        window.get(destination);
    }

    /// The next `length` bytes in an array of their own.
    public byte[] bytes(int length) throws MediaFormatException {
        need(length);
        var copy = new byte[length];
        window.get(copy);
        return copy;
    }

    /// A table of `count` 32-bit numbers in one bulk read; the count is checked against what the
    /// box holds before anything is allocated.
    public int[] i32s(long count) throws MediaFormatException {
        needTable(count, Integer.BYTES);
        var table = new int[(int) count];
        for (int row = 0; row < table.length; ) {
            var piece = rows((table.length - row) * Integer.BYTES).asIntBuffer();
            int rows = piece.remaining();
            piece.get(table, row, rows);
            row += rows;
        }
        return table;
    }

    /// A table of `count` 64-bit numbers, as [#i32s].
    public long[] i64s(long count) throws MediaFormatException {
        needTable(count, Long.BYTES);
        var table = new long[(int) count];
        for (int row = 0; row < table.length; ) {
            var piece = rows((table.length - row) * Long.BYTES).asLongBuffer();
            int rows = piece.remaining();
            piece.get(table, row, rows);
            row += rows;
        }
        return table;
    }

    /// All that is left, as a view.
    public ByteBuffer rest() {
        fill(remaining());
        var rest = window.slice();
        window.position(window.limit());
        return rest;
    }

    public void skip(int length) throws MediaFormatException {
        checkLength(length);
        moveTo(at() + length);
    }

    /// The next child box, or empty when this box holds no further one. Fewer than 8 bytes left
    /// over are ignored, as QuickTime ends containers with four zero bytes.
    public Optional<Box> child() throws MediaFormatException {
        if (remaining() < 8) {
            return Optional.empty();
        }
        long start = position();
        int at = at();
        long size = u32();
        var type = fourCc();
        if (size == 1) {
            size = i64();
        }
        int header = at() - at;
        if (size == 0) {
            size = (long) sizeBytes - at;
        }
        if (size < header || size > (long) sizeBytes - at) {
            throw MediaFormatException.malformed(
                    "offset " + start + ", box " + path + "/" + printable(type),
                    "box size "
                            + size
                            + " does not fit in its parent, which has "
                            + (sizeBytes - at)
                            + " bytes left");
        }
        var payload = part(path + "/" + printable(type), (int) size - header);
        moveTo(at + (int) size);
        return Optional.of(new Box(type, payload));
    }

    /// A malformed-input error that names this box and the current offset.
    public MediaFormatException malformed(String what) {
        return MediaFormatException.malformed(where(), what);
    }

    /// The place for messages: offset and path.
    public String where() {
        return "offset " + position() + ", box " + path;
    }

    /// The next `length` bytes as a payload of their own.
    private BoxReader part(String name, int length) {
        return window.remaining() >= length
                ? new BoxReader(window.slice(window.position(), length), name, position())
                : new BoxReader(source, NOTHING, name, position(), length);
    }

    private int at() {
        return windowAt + window.position();
    }

    private void moveTo(int at) {
        if (at - windowAt <= window.limit()) {
            window.position(at - windowAt);
            return;
        }
        window = NOTHING;
        windowAt = at;
    }

    private void need(int length) throws MediaFormatException {
        checkLength(length);
        fill(length);
    }

    /// Has the next `length` bytes in the window.
    private void fill(int length) {
        if (window.remaining() < length) {
            int at = at();
            int wanted = Math.min(sizeBytes - at, Math.max(length, WINDOW_BYTES));
            window = read(ByteBuffer.allocate(wanted));
            windowAt = at;
        }
    }

    /// The next rows of a table, of which `bytes` are left: all of them when they are in memory.
    private ByteBuffer rows(int bytes) {
        int length = source == null ? bytes : Math.min(bytes, TABLE_PIECE_BYTES);
        ByteBuffer rows;
        if (window.remaining() >= length) {
            rows = window.slice(window.position(), length);
        } else {
            if (tablePiece.capacity() < length) {
                tablePiece = ByteBuffer.allocate(length);
            }
            rows = read(tablePiece.clear().limit(length));
        }
        moveTo(at() + length);
        return rows;
    }

    private ByteBuffer read(ByteBuffer destination) {
        try {
            Objects.requireNonNull(source).read(position(), destination);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return destination.flip();
    }

    private void checkLength(int length) throws MediaFormatException {
        if (length < 0 || length > remaining()) {
            throw malformed("the box ends " + (length - remaining()) + " bytes too early");
        }
    }

    private void needTable(long count, int entryBytes) throws MediaFormatException {
        if (count < 0 || count > remaining() / entryBytes) {
            throw malformed(
                    "the table says it has "
                            + count
                            + " entries, the box has room for "
                            + remaining() / entryBytes);
        }
    }

    static String printable(String type) {
        var text = new StringBuilder();
        for (int i = 0; i < type.length(); i++) {
            char c = type.charAt(i);
            text.append(c >= ' ' && c < 127 ? c : '.');
        }
        return text.toString();
    }
}
