package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.Slice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A run of a content's bytes.
///
/// @param first the position of the first byte
record Excerpt(Content content, long first, long sizeBytes) {

    private static final int PIECE_BYTES = 128 * 1024;

    /// The slices and parts of slices that make it up, with generated ones whole: [Cut] says what
    /// to leave out of those.
    List<Cut> cuts() {
        var cuts = new ArrayList<Cut>();
        long at = 0;
        for (var slice : content.slices()) {
            var from = Math.max(first, at);
            var to = Math.min(first + sizeBytes, at + slice.sizeBytes());
            if (from < to) {
                cuts.add(new Cut(slice, from - at, to - from));
            }
            at += slice.sizeBytes();
        }
        return cuts;
    }

    /// @param skip how many bytes of the slice come before
    record Cut(Slice slice, long skip, long sizeBytes) {

        /// This cut in pieces of at most `maximumBytes`.
        List<Cut> split(int maximumBytes) {
            var pieces = new ArrayList<Cut>();
            for (long done = 0; done < sizeBytes; done += maximumBytes) {
                pieces.add(new Cut(slice, skip + done, Math.min(maximumBytes, sizeBytes - done)));
            }
            return pieces;
        }

        ByteBuffer memory(Slice.Memory memory) {
            return memory.bytes().slice(memory.bytes().position() + (int) skip, (int) sizeBytes);
        }
    }

    /// Hands the bytes to `sink` in pieces, in order, on this thread.
    void writeTo(Slice.Sink sink) throws IOException {
        for (var cut : cuts()) {
            switch (cut.slice) {
                case Slice.Memory memory -> sink.write(cut.memory(memory));
                case Slice.Range range -> copy(range, cut, sink);
                case Slice.Generated generated -> generate(generated, cut, sink);
            }
        }
    }

    private static void copy(Slice.Range range, Cut cut, Slice.Sink sink) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, cut.sizeBytes));
        long done = 0;
        while (done < cut.sizeBytes) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), cut.sizeBytes - done));
            range.source().read(range.position() + cut.skip + done, buffer);
            done += buffer.position();
            sink.write(buffer.flip());
        }
    }

    private static void generate(Slice.Generated generated, Cut cut, Slice.Sink sink)
            throws IOException {
        var window = new Window(cut, sink);
        try {
            generated.generator().writeTo(window);
        } catch (Window.Full enough) {
            return;
        }
        if (window.at < cut.skip + cut.sizeBytes) {
            throw new EOFException("generated=" + window.at + " promised=" + generated.sizeBytes());
        }
    }

    /// Lets through what lies inside the cut, and ends the generator at the first piece behind it.
    private static final class Window implements Slice.Sink {

        private final Cut cut;
        private final Slice.Sink sink;
        private long at;

        Window(Cut cut, Slice.Sink sink) {
            this.cut = cut;
            this.sink = sink;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            var end = cut.skip + cut.sizeBytes;
            if (at >= end && bytes.hasRemaining()) {
                throw new Full();
            }
            var from = Math.clamp(cut.skip - at, 0, bytes.remaining());
            var to = Math.clamp(end - at, 0, bytes.remaining());
            at += bytes.remaining();
            if (from < to) {
                sink.write(bytes.slice(bytes.position() + from, to - from));
            }
        }

        private static final class Full extends IOException {
            private static final long serialVersionUID = 1L;
        }
    }
}
