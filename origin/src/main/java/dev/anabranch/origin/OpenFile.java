package dev.anabranch.origin;

import dev.anabranch.packager.FileBacked;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A stored file, open for reading.
record OpenFile(FileChannel channel, long sizeBytes) implements FileBacked, AutoCloseable {

    static OpenFile open(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new OpenFile(channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void read(long position, ByteBuffer destination) throws IOException {
        var at = position;
        while (destination.hasRemaining()) {
            var count = channel.read(destination, at);
            if (count < 0) {
                throw new EOFException("position=" + at + " sizeBytes=" + sizeBytes);
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
