package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.origin.Catalogue;
import dev.anabranch.origin.Config;
import dev.anabranch.origin.MediaFolder;
import dev.anabranch.origin.Origin;
import dev.anabranch.origin.PackagedFolder;
import dev.anabranch.origin.Tally;
import dev.anabranch.packager.VodPresentation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// An origin on a free port over a folder that tests package into, and a folder served just in
/// time.
public final class TestOrigin implements AutoCloseable {

    private static final int OPEN_FILES = 16;

    private final Path folder;
    private final Origin origin;

    private TestOrigin(Path folder, Origin origin) {
        this.folder = folder;
        this.origin = origin;
    }

    public static TestOrigin over(Path packaged, Path justInTime) throws IOException {
        var clock = InstantSource.system();
        var catalogue =
                Catalogue.of(
                        List.of(
                                new PackagedFolder(packaged, clock),
                                new MediaFolder(
                                        justInTime,
                                        VodPresentation::open,
                                        "test",
                                        OPEN_FILES,
                                        clock)));
        var clocks = new Origin.Clocks(clock, System::nanoTime);
        return new TestOrigin(
                packaged,
                Origin.start(Config.at(0).withHost("127.0.0.1"), catalogue, new Tally(), clocks));
    }

    public URI uri() {
        return origin.uri();
    }

    /// Packages with the command line into a folder that is then served as `title`.
    public void packageTitle(String title, String... arguments) {
        var line = new ArrayList<>(List.of("package", "-o", folder.resolve(title).toString()));
        line.addAll(List.of(arguments));
        assertThat(Main.run(line.toArray(String[]::new))).isZero();
    }

    /// As [#packageTitle], with `transcode`.
    public void transcodeTitle(String title, String... arguments) {
        var line = new ArrayList<>(List.of("transcode", "-o", folder.resolve(title).toString()));
        line.addAll(List.of(arguments));
        assertThat(Main.run(line.toArray(String[]::new))).isZero();
    }

    @Override
    public void close() throws IOException {
        origin.close();
    }
}
