package dev.anabranch.packager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The bytes of one resource, as slices in order. Immutable; read by any number of threads.
public record Content(MediaType type, List<Slice> slices) {

    private static final int COPY_BYTES = 256 * 1024;

    public Content {
        slices = List.copyOf(slices);
    }

    public static Content of(MediaType type, byte[] bytes) {
        return new Content(type, List.of(new Slice.Memory(ByteBuffer.wrap(bytes))));
    }

    public static Content of(MediaType type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public long sizeBytes() {
        long sum = 0;
        for (var slice : slices) {
            sum += slice.sizeBytes();
        }
        return sum;
    }

    /// Hands all bytes to `sink`, in order, on this thread.
    public void writeTo(Slice.Sink sink) throws IOException {
        for (var slice : slices) {
            switch (slice) {
                case Slice.Memory memory -> sink.write(memory.bytes().duplicate());
                case Slice.Range range -> copy(range, sink);
                case Slice.Generated generated -> generated.generator().writeTo(sink);
            }
        }
    }

    private static void copy(Slice.Range range, Slice.Sink sink) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(COPY_BYTES, range.sizeBytes()));
        long done = 0;
        while (done < range.sizeBytes()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), range.sizeBytes() - done));
            range.source().read(range.position() + done, buffer);
            done += buffer.position();
            sink.write(buffer.flip());
        }
    }
}
