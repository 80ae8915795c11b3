package dev.anabranch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The clip that comes with the program, in a temporary folder while the program runs.
record DemoClip(Optional<Path> folder) implements AutoCloseable {

    static final String PLAYBACK_ID = "big-buck-bunny";

    private static final String FILE = PLAYBACK_ID + ".mp4";

    static DemoClip none() {
        return new DemoClip(Optional.empty());
    }

    static DemoClip unpack() throws IOException {
        var folder = Files.createTempDirectory("anabranch-demo");
        try (var in = DemoClip.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the jar");
            }
            Files.copy(in, folder.resolve(FILE));
        }
        return new DemoClip(Optional.of(folder));
    }

    @Override
    public void close() throws IOException {
        if (folder.isPresent()) {
            Files.deleteIfExists(folder.get().resolve(FILE));
            Files.deleteIfExists(folder.get());
        }
    }
}
