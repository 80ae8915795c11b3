package dev.anabranch.packager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The bytes of one resource, as slices in order. Immutable; read by any number of threads.
public record Content(MediaType type, List<Slice> slices) {

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
                case Slice.Range range -> sink.transfer(range);
                case Slice.Generated generated -> generated.generator().writeTo(sink);
            }
        }
    }
}
