package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file, for tests.
record PathSource(FileChannel channel, long sizeBytes) implements ByteSource, AutoCloseable {

    static PathSource open(Path path) throws IOException {
        var channel = FileChannel.open(path);
        return new PathSource(channel, channel.size());
    }

    @Override
    public void read(long position, ByteBuffer destination) throws IOException {
        while (destination.hasRemaining()) {
            int count = channel.read(destination, position);
            if (count < 0) {
                throw new EOFException("position=" + position + " sizeBytes=" + sizeBytes);
            }
            position += count;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
