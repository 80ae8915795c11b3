package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The file that is packaged and served: the user's, or a real clip repeated until it is large.
final class SourceMovie {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private SourceMovie() {}

    static Path of(Settings settings, Workspace room) throws IOException, InterruptedException {
        return of(settings, room, settings.leastBytes());
    }

    static Path of(Settings settings, Workspace room, long leastBytes)
            throws IOException, InterruptedException {
        var given = settings.input();
        return given.isPresent() && Files.size(given.get()) >= leastBytes
                ? given.get()
                : repeat(
                        settings,
                        given.orElse(settings.clip()),
                        room.file("movie-" + leastBytes + ".mp4"),
                        leastBytes);
    }

    /// Repeats `clip` without encoding it anew.
    private static Path repeat(Settings settings, Path clip, Path target, long leastBytes)
            throws IOException, InterruptedException {
        var ffmpeg =
                settings.ffmpeg()
                        .orElseThrow(() ->
                                new IOException(
                                        "ffmpeg is needed to repeat a clip; or give --input"));
        long times = Math.ceilDiv(leastBytes, Files.size(clip));
        Child.run(
                TIMEOUT,
                ffmpeg.command(
                        "-nostdin",
                        "-v",
                        "error",
                        "-y",
                        "-stream_loop",
                        Long.toString(times),
                        "-i",
                        clip.toString(),
                        "-map",
                        "0:v:0",
                        "-map",
                        "0:a:0",
                        "-c",
                        "copy",
                        target.toString()));
        return target;
    }

    static void describe(Report report, Path movie) throws IOException {
        report.condition("input", Files.size(movie) / 1_000_000 + " MB");
    }
}
