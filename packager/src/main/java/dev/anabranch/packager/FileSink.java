package dev.anabranch.packager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Writes slices to a file as they come; ranges of files are moved by the kernel. Owned by one
/// thread.
record FileSink(FileChannel channel) implements Slice.Sink {

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void transfer(Slice.Range range) throws IOException {
        if (range.source() instanceof FileSource file) {
            file.transferTo(range.position(), range.sizeBytes(), channel);
            return;
        }
        Slice.Sink.super.transfer(range);
    }
}
