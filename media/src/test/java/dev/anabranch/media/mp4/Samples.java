package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The sample files among the test resources; `README.md` beside them says where they are from.
final class Samples {

    private Samples() {}

    static byte[] bytes(String name) {
        try (var stream = Samples.class.getResourceAsStream("samples/" + name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no sample " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Movie read(String name) throws IOException, MediaFormatException {
        return MovieReader.read(ByteSource.of(bytes(name)));
    }
}
