package dev.anabranch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// How much a rendition looks like its source, by ffmpeg's `ssim` filter at the rendition's size.
///
/// @param frameDivisor 2 when the rendition has every second frame
record Ssim(Peer ffmpeg, Path source, int frameDivisor) {

    private static final long TIMEOUT_SECONDS = 600;
    private static final Pattern ALL = Pattern.compile("All:([\\d.]+)");

    /// @return 1 for the same picture
    double of(Path rendition, int width, int height) throws IOException, InterruptedException {
        var graph =
                "[1:v]framestep=%d,scale=%d:%d:flags=bicubic,format=yuv420p,setpts=N[s];[0:v]setpts=N[r];[r][s]ssim"
                        .formatted(frameDivisor, width, height);
        var process =
                new ProcessBuilder(
                                ffmpeg.command(
                                        "-nostdin",
                                        "-hide_banner",
                                        "-i",
                                        rendition.toString(),
                                        "-i",
                                        source.toString(),
                                        "-lavfi",
                                        graph,
                                        "-f",
                                        "null",
                                        "-"))
                        .redirectErrorStream(true)
                        .start();
        try {
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            var match = ALL.matcher(text);
            if (!match.find()) {
                throw new IOException("no SSIM of " + rendition + ":\n" + text);
            }
            return Double.parseDouble(match.group(1));
        } finally {
            Child.kill(process);
        }
    }
}
