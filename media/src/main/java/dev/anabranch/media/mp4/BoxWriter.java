package dev.anabranch.media.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Boxes written one field after another into a growing array; sizes are filled in when a box is
/// ended.
///
/// Owned by one thread. `int` box nesting is kept by the caller: `int at = out.begin("moof"); ...;
/// out.end(at);`
public final class BoxWriter {

    private byte[] bytes;
    private int length;

    public BoxWriter(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    /// Starts a box and returns where, for [#end].
    public int begin(String type) {
        int at = length;
        u32(0);
        fourCc(type);
        return at;
    }

    /// Starts a full box (ISO/IEC 14496-12, 4.2).
    public int begin(String type, int version, int flags) {
        int at = begin(type);
        u32((long) version << 24 | flags);
        return at;
    }

    /// Ends the box begun at `at`.
    public void end(int at) {
        u32At(at, length - at);
    }

    public BoxWriter u8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public BoxWriter u16(int value) {
        return u8(value >> 8).u8(value);
    }

    public BoxWriter u24(int value) {
        return u8(value >> 16).u16(value);
    }

    public BoxWriter u32(long value) {
        ensure(4);
        u32At(length, value);
        length += 4;
        return this;
    }

    public BoxWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    /// A table of 32-bit numbers.
    public BoxWriter i32s(int[] table) {
        ensure(table.length * Integer.BYTES);
        ByteBuffer.wrap(bytes, length, table.length * Integer.BYTES).asIntBuffer().put(table);
        length += table.length * Integer.BYTES;
        return this;
    }

    public BoxWriter fourCc(String code) {
        return bytes(code.getBytes(StandardCharsets.ISO_8859_1));
    }

    public BoxWriter bytes(byte[] source) {
        ensure(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
        return this;
    }

    public BoxWriter bytes(ByteBuffer source) {
        ensure(source.remaining());
        int count = source.remaining();
        source.duplicate().get(bytes, length, count);
        length += count;
        return this;
    }

    public BoxWriter zeros(int count) {
        ensure(count);
        Arrays.fill(bytes, length, length + count, (byte) 0);
        length += count;
        return this;
    }

    /// A NUL-terminated UTF-8 string.
    public BoxWriter string(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8)).u8(0);
    }

    /// How many bytes are written so far.
    public int size() {
        return length;
    }

    /// Overwrites four bytes written before, such as a data offset known only later.
    public void u32At(int at, long value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
