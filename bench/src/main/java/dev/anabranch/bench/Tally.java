package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// How many packets of each kind of stream ffprobe counts in something packaged.
///
/// @param packets by `video` and `audio`
record Tally(Map<String, Long> packets) {

    private static final int TIMEOUT_SECONDS = 120;

    /// Reads all of it, through its playlist or manifest.
    static Tally of(Peer ffprobe, Path playlist) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                ffprobe.command(
                                        "-v",
                                        "error",
                                        "-count_packets",
                                        "-allowed_extensions",
                                        "ALL",
                                        "-show_entries",
                                        "stream=codec_type,nb_read_packets",
                                        "-of",
                                        "csv=p=0",
                                        playlist.toString()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var out = process.inputReader()) {
            var packets = new TreeMap<String, Long>();
            out.lines()
                    .map(line -> line.split(","))
                    .filter(cells -> cells.length == 2)
                    .forEach(cells -> packets.merge(cells[0], Long.parseLong(cells[1]), Math::max));
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("ffprobe failed on " + playlist);
            }
            return new Tally(packets);
        } finally {
            Child.kill(process);
        }
    }
}
