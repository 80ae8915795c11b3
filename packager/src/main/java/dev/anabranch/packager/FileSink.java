package dev.anabranch.packager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Writes slices to a file as they come; ranges of files are moved by the kernel. Owned by one
/// thread.
///
/// @param place named in failures: what the system says of an open file, such as that the disk is
///   full, names none
record FileSink(FileChannel channel, Path place) implements Slice.Sink {

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw placed(e);
        }
    }

    @Override
    public void transfer(Slice.Range range) throws IOException {
        if (range.source() instanceof FileSource file) {
            transfer(file, range);
            return;
        }
        Slice.Sink.super.transfer(range);
    }

    private void transfer(FileSource file, Slice.Range range) throws IOException {
        try {
            file.transferTo(range.position(), range.sizeBytes(), channel);
        } catch (IOException e) {
            throw placed(e);
        }
    }

    private IOException placed(IOException e) {
        boolean isNameless = e.getClass() == IOException.class;
        return isNameless ? new IOException(place + ": " + e.getMessage(), e) : e;
    }
}
