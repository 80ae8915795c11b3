package dev.anabranch.packager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Writes slices to a file: small ones are gathered in one buffer, large ranges of files are moved
/// by the kernel. Owned by one thread.
final class FileSink implements Slice.Sink {

    /// Below this a read into the gather buffer is cheaper than a transfer of its own.
    static final int TRANSFER_BYTES = 32 * 1024;

    private final FileChannel channel;
    private final ByteBuffer gathered;

    /// @param gathered a buffer lent by the caller, cleared
    FileSink(FileChannel channel, ByteBuffer gathered) {
        this.channel = channel;
        this.gathered = gathered;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > gathered.remaining()) {
            flush();
        }
        if (bytes.remaining() > gathered.capacity()) {
            writeFully(bytes);
            return;
        }
        gathered.put(bytes);
    }

    @Override
    public void transfer(Slice.Range range) throws IOException {
        if (range.sizeBytes() < TRANSFER_BYTES) {
            gather(range);
            return;
        }
        if (range.source() instanceof FileSource file) {
            flush();
            file.transferTo(range.position(), range.sizeBytes(), channel);
            return;
        }
        Slice.Sink.super.transfer(range);
    }

    void flush() throws IOException {
        writeFully(gathered.flip());
        gathered.clear();
    }

    private void gather(Slice.Range range) throws IOException {
        int length = (int) range.sizeBytes();
        if (length > gathered.remaining()) {
            flush();
        }
        gathered.limit(gathered.position() + length);
        range.source().read(range.position(), gathered);
        gathered.limit(gathered.capacity());
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
