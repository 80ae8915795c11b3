package dev.anabranch.media.text;

import java.io.IOException;

/// The committed subtitle files.
final class Samples {

    private Samples() {}

    static byte[] read(String name) throws IOException {
        try (var in = Samples.class.getResourceAsStream("samples/" + name)) {
            if (in == null) {
                throw new IOException("no sample " + name);
            }
            return in.readAllBytes();
        }
    }
}
