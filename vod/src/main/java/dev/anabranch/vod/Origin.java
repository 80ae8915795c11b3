package dev.anabranch.vod;

import dev.anabranch.transcode.SourceInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where a source comes from.
sealed interface Origin {

    /// What an encoder can open itself.
    record Addressed(SourceInput input) implements Origin {}

    /// What can be read once.
    record Streamed(ReadableByteChannel channel) implements Origin {}

    static Origin of(InputStream stream) {
        return new Streamed(Channels.newChannel(stream));
    }

    /// What an encoder can open: the address itself, or a file in `folder` that has all of the
    /// stream.
    default SourceInput addressed(Path folder) throws IOException {
        return switch (this) {
            case Addressed addressed -> addressed.input;
            case Streamed streamed -> {
                var file = folder.resolve("source");
                spool(streamed.channel, file);
                yield SourceInput.of(file);
            }
        };
    }

    private static void spool(ReadableByteChannel from, Path file) throws IOException {
        try (var to =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = 0;
            for (long read = 1; read > 0; size += read) {
                read = to.transferFrom(from, size, 1 << 20);
            }
        }
    }
}
