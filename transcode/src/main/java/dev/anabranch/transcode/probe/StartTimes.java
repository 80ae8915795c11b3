package dev.anabranch.transcode.probe;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Ffprobe;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the clock of a source says where FFmpeg begins to count.
final class StartTimes {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MAX_BYTES = 1 << 20;

    private StartTimes() {}

    /// When the first of all streams starts; empty when nobody knows.
    static Optional<Duration> of(FfmpegProgram program, Source source)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        return lines(program, source, "format=start_time").stream()
                .flatMap(line -> time(line).stream())
                .findFirst();
    }

    /// When the first of the streams starts that become something, which is what counts in MPEG
    /// transport and program streams.
    static Optional<Duration> ofUsed(FfmpegProgram program, Source source)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        int video = source.video().map(SourceVideo::index).orElse(-1);
        return lines(program, source, "stream=index,start_time").stream()
                .map(line -> line.split(","))
                .filter(fields -> fields.length > 1)
                .filter(fields ->
                        fields[0].equals(String.valueOf(video))
                                || source.audio().stream()
                                        .anyMatch(sound ->
                                                fields[0].equals(String.valueOf(sound.index()))))
                .flatMap(fields -> time(fields[1]).stream())
                .min(Duration::compareTo);
    }

    private static List<String> lines(FfmpegProgram program, Source source, String entries)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var questions = List.of("-show_entries", entries, "-of", "csv=p=0");
        try (var process = Ffprobe.beside(program).start(source.input(), questions, LIMIT)) {
            process.input().close();
            var bytes = process.read(MAX_BYTES);
            process.await();
            return new String(bytes, StandardCharsets.US_ASCII).lines().toList();
        }
    }

    private static Optional<Duration> time(String text) {
        if (!text.matches("-?\\d{1,12}(\\.\\d{1,9})?,?")) {
            return Optional.empty();
        }
        var seconds = new BigDecimal(text.replace(",", ""));
        return Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValue()));
    }
}
