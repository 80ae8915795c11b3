package dev.anabranch.vod;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Writes to open files, of which the system does not say which one could not be written.
final class Placed {

    private Placed() {}

    /// Writes all of all pieces.
    ///
    /// @throws IOException that names the file
    static void write(Path path, FileChannel channel, ByteBuffer... pieces) throws IOException {
        try {
            int first = 0;
            while (first < pieces.length) {
                channel.write(pieces, first, pieces.length - first);
                while (first < pieces.length && !pieces[first].hasRemaining()) {
                    first++;
                }
            }
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }
}
