package dev.anabranch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What ffmpeg says of a film.
///
/// @param size such as `1920x1080`
record FilmShape(String size, double framesPerSecond) {

    private static final long TIMEOUT_SECONDS = 60;
    private static final double FAST = 48;
    private static final Pattern SIZE = Pattern.compile("Video: .*?\\b(\\d{2,5}x\\d{2,5})\\b");
    private static final Pattern RATE = Pattern.compile("([\\d.]+) fps");

    static FilmShape of(Peer ffmpeg, Path film) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                ffmpeg.command("-nostdin", "-hide_banner", "-i", film.toString()))
                        .redirectErrorStream(true)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        var size = SIZE.matcher(text);
        var rate = RATE.matcher(text);
        if (!size.find() || !rate.find()) {
            throw new IOException(film + " has no picture");
        }
        return new FilmShape(size.group(1), Double.parseDouble(rate.group(1)));
    }

    /// Whether the smallest renditions have half the rate.
    boolean isFast() {
        return framesPerSecond > FAST;
    }

    @Override
    public String toString() {
        return size + " at " + framesPerSecond + " frames a second";
    }
}
