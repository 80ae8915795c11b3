package dev.anabranch.examples;

import dev.anabranch.packager.Packager;
import java.nio.file.Path;
import java.time.Duration;

/// A movie becomes a folder of HLS and DASH.
public final class PackageFile {

    private PackageFile() {}

    public static void main(String[] arguments) throws Exception {
        var movie = Path.of(arguments[0]);
        var folder = Path.of(arguments[1]);

        long bytes = Packager.of(movie).segment(Duration.ofSeconds(6)).to(folder);

        System.out.println(bytes + " bytes; play " + folder.resolve("index.m3u8"));
    }
}
