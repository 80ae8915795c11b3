package dev.anabranch.protocol.rtmp;

import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import org.jspecify.annotations.Nullable;

/// Netty's buffer over memory it did not allocate: reads go to the segment, writes are refused.
///
/// Netty has no public buffer that can be pointed at other memory and used again.
abstract class ReadOnlyView extends AbstractReferenceCountedByteBuf {

    private static final MemorySegment NOTHING =
            MemorySegment.ofBuffer(ByteBuffer.allocateDirect(0));

    private MemorySegment memory = NOTHING;
    private @Nullable ByteBuffer bytes;
    private @Nullable ByteBuffer internal;
    private long address;

    ReadOnlyView() {
        super(Integer.MAX_VALUE);
    }

    /// @param segment outside the heap
    final void point(MemorySegment segment, int offset, int sizeBytes) {
        // A block comes again for each of its runs.
        if (!memory.equals(segment)) {
            memory = segment;
            address = segment.address();
            bytes = null;
            internal = null;
        }
        setIndex(offset, offset + sizeBytes);
    }

    /// Made when somebody asks: a socket of epoll takes the address, TLS a buffer.
    private ByteBuffer bytes() {
        var made = bytes;
        if (made == null) {
            made = memory.asByteBuffer();
            bytes = made;
        }
        return made;
    }

    @Override
    public int capacity() {
        return (int) memory.byteSize();
    }

    @Override
    public ByteBuf capacity(int newCapacity) {
        throw new ReadOnlyBufferException();
    }

    @Override
    public ByteBufAllocator alloc() {
        return UnpooledByteBufAllocator.DEFAULT;
    }

    @Override
    @Deprecated
    public ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    public @Nullable ByteBuf unwrap() {
        return null;
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public boolean hasArray() {
        return false;
    }

    @Override
    public byte[] array() {
        throw new UnsupportedOperationException("direct buffer");
    }

    @Override
    public int arrayOffset() {
        throw new UnsupportedOperationException("direct buffer");
    }

    @Override
    public boolean hasMemoryAddress() {
        return true;
    }

    @Override
    public long memoryAddress() {
        return address;
    }

    @Override
    public int nioBufferCount() {
        return 1;
    }

    @Override
    public ByteBuffer nioBuffer(int index, int length) {
        return bytes().slice(index, length);
    }

    @Override
    public ByteBuffer internalNioBuffer(int index, int length) {
        var made = internal;
        if (made == null) {
            made = bytes().duplicate();
            internal = made;
        }
        return made.clear().limit(index + length).position(index);
    }

    @Override
    public ByteBuffer[] nioBuffers(int index, int length) {
        return new ByteBuffer[] {nioBuffer(index, length)};
    }

    @Override
    public ByteBuf copy(int index, int length) {
        return Unpooled.directBuffer(length).writeBytes(bytes().slice(index, length));
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuf target, int targetIndex, int length) {
        target.setBytes(targetIndex, bytes().slice(index, length));
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, byte[] target, int targetIndex, int length) {
        bytes().get(index, target, targetIndex, length);
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuffer target) {
        target.put(bytes().slice(index, target.remaining()));
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, OutputStream out, int length) throws IOException {
        Channels.newChannel(out).write(bytes().slice(index, length));
        return this;
    }

    @Override
    public int getBytes(int index, GatheringByteChannel out, int length) throws IOException {
        return out.write(bytes().slice(index, length));
    }

    @Override
    public int getBytes(int index, FileChannel out, long position, int length) throws IOException {
        return out.write(bytes().slice(index, length), position);
    }

    @Override
    public ByteBuf setBytes(int index, ByteBuf source, int sourceIndex, int length) {
        throw new ReadOnlyBufferException();
    }

    @Override
    public ByteBuf setBytes(int index, byte[] source, int sourceIndex, int length) {
        throw new ReadOnlyBufferException();
    }

    @Override
    public ByteBuf setBytes(int index, ByteBuffer source) {
        throw new ReadOnlyBufferException();
    }

    @Override
    public int setBytes(int index, InputStream in, int length) {
        throw new ReadOnlyBufferException();
    }

    @Override
    public int setBytes(int index, ScatteringByteChannel in, int length) {
        throw new ReadOnlyBufferException();
    }

    @Override
    public int setBytes(int index, FileChannel in, long position, int length) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected byte _getByte(int index) {
        return bytes().get(index);
    }

    @Override
    protected short _getShort(int index) {
        return bytes().getShort(index);
    }

    @Override
    protected short _getShortLE(int index) {
        return Short.reverseBytes(bytes().getShort(index));
    }

    @Override
    protected int _getUnsignedMedium(int index) {
        return (bytes().get(index) & 0xFF) << 16 | bytes().getShort(index + 1) & 0xFFFF;
    }

    @Override
    protected int _getUnsignedMediumLE(int index) {
        return _getShortLE(index) & 0xFFFF | (bytes().get(index + 2) & 0xFF) << 16;
    }

    @Override
    protected int _getInt(int index) {
        return bytes().getInt(index);
    }

    @Override
    protected int _getIntLE(int index) {
        return Integer.reverseBytes(bytes().getInt(index));
    }

    @Override
    protected long _getLong(int index) {
        return bytes().getLong(index);
    }

    @Override
    protected long _getLongLE(int index) {
        return Long.reverseBytes(bytes().getLong(index));
    }

    @Override
    protected void _setByte(int index, int value) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected void _setShort(int index, int value) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected void _setShortLE(int index, int value) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected void _setMedium(int index, int value) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected void _setMediumLE(int index, int value) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected void _setInt(int index, int value) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected void _setIntLE(int index, int value) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected void _setLong(int index, long value) {
        throw new ReadOnlyBufferException();
    }

    @Override
    protected void _setLongLE(int index, long value) {
        throw new ReadOnlyBufferException();
    }
}
