package dev.anabranch.examples;

import dev.anabranch.origin.Config;
import dev.anabranch.origin.MediaFolder;
import dev.anabranch.origin.Origin;
import dev.anabranch.origin.Tally;
import dev.anabranch.packager.VodPresentation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/// A folder of movies becomes a streaming site; nothing is written.
public final class ServeJustInTime {

    private ServeJustInTime() {}

    public static void main(String[] arguments) throws Exception {
        try (var origin = start(Path.of(arguments[0]), 8080)) {
            System.out.println("open " + origin.uri() + ", end with Enter");
            var _ = System.in.read();
        }
    }

    static Origin start(Path folder, int port) throws IOException {
        var clock = InstantSource.system();
        var movies = new MediaFolder(folder, VodPresentation::open, "default", 64, clock);
        return Origin.start(
                Config.at(port), movies, new Tally(), new Origin.Clocks(clock, System::nanoTime));
    }
}
