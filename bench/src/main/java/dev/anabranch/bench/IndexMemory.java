package dev.anabranch.bench;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.VodPresentation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;

/// How much heap an open presentation holds, by the difference that several of them make.
final class IndexMemory {

    private static final int OPEN_AT_ONCE = 8;
    private static final int COLLECTIONS = 4;

    private IndexMemory() {}

    /// Bytes a sample, after everything a player asks for first has been made.
    static double bytesPerSample(Path movie) throws IOException, MediaFormatException {
        open(movie).close();
        var open = new ArrayList<VodPresentation>();
        long before = usedBytes();
        for (int i = 0; i < OPEN_AT_ONCE; i++) {
            open.add(open(movie));
        }
        double each = (double) (usedBytes() - before) / OPEN_AT_ONCE;
        long samples = 0;
        for (var rendition : open.getFirst().renditions()) {
            samples += rendition.tracks().getFirst().indexed().samples().count();
        }
        for (var presentation : open) {
            presentation.close();
        }
        return each / samples;
    }

    private static VodPresentation open(Path movie) throws IOException, MediaFormatException {
        var presentation = Packager.of(movie).open();
        presentation.resource(VodPresentation.MULTIVARIANT_PLAYLIST);
        return presentation;
    }

    private static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
