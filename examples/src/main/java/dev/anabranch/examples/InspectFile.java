package dev.anabranch.examples;

import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.packager.FileSource;
import java.nio.file.Path;

/// The tracks of a movie, read from its index alone.
public final class InspectFile {

    private InspectFile() {}

    public static void main(String[] arguments) throws Exception {
        try (var file = FileSource.open(Path.of(arguments[0]))) {
            for (var track : MovieReader.read(file).tracks()) {
                var samples = track.samples();
                var length =
                        track.track()
                                .timescale()
                                .duration(samples.endTicks() - samples.startTicks());
                System.out.println(
                        track.kind()
                                + " "
                                + track.track().codec().codecString()
                                + ", "
                                + samples.count()
                                + " samples, "
                                + length.toMillis() / 1000.0
                                + " s");
            }
        }
    }
}
