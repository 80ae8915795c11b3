package dev.anabranch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What ffmpeg says of a film.
///
/// @param size such as `1920x1080`
/// @param seconds how long it lasts
record FilmShape(String size, double framesPerSecond, double seconds) {

    private static final long TIMEOUT_SECONDS = 60;
    private static final double FAST = 48;
    private static final Pattern SIZE = Pattern.compile("Video: .*?\\b(\\d{2,5}x\\d{2,5})\\b");
    private static final Pattern RATE = Pattern.compile("([\\d.]+) fps");
    private static final Pattern LENGTH = Pattern.compile("Duration: (\\d+):(\\d+):([\\d.]+)");

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
        var length = LENGTH.matcher(text);
        if (!size.find() || !rate.find() || !length.find()) {
            throw new IOException(film + " has no picture, or does not say how long it lasts");
        }
        double seconds =
                Integer.parseInt(length.group(1)) * 3600
                        + Integer.parseInt(length.group(2)) * 60
                        + Double.parseDouble(length.group(3));
        return new FilmShape(size.group(1), Double.parseDouble(rate.group(1)), seconds);
    }

    /// Whether the smallest renditions have half the rate.
    boolean isFast() {
        return framesPerSecond > FAST;
    }

    @Override
    public String toString() {
        return "%s at %s frames a second, %s s".formatted(size, framesPerSecond, seconds);
    }
}
