package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.StillOutput;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How ffmpeg makes single pictures: the branch of the graph, and the options of the output.
///
/// The `fps` filter gives at each of its ticks the picture that is shown then, without copying it;
/// ticks lie so that every wanted time is one, and `select` leaves the others out. What is scaled
/// and encoded is then only what is wanted.
final class FfmpegStills {

    /// The clock of the output, in ticks a second: all times are whole milliseconds.
    private static final int CLOCK = 1000;

    private FfmpegStills() {}

    /// What the branch of an output ends in.
    static String pad(StillOutput output) {
        return "[v" + output.trackId() + "]";
    }

    /// @param picture as the graph has it when nothing is scaled yet
    /// @param isAlone whether there is no sound: then the presentation begins with the first
    ///   picture, which need not be where the part that is taken begins
    static List<String> filters(StillOutput output, SourceVideo picture, boolean isAlone) {
        var jpeg = FfmpegColours.jpeg(picture, output.width(), output.height());
        var start = isAlone ? "setpts=PTS-STARTPTS," : "";
        return switch (output) {
            case StillOutput.Poster poster ->
                    List.of(start + shown(poster.times().stream().sorted().toList()), jpeg);
            case StillOutput.Thumbnails thumbnails ->
                    List.of(start + shown(thumbnails.times()), jpeg);
            case StillOutput.Storyboard board ->
                    List.of(
                            start + ticks(board.interval().toMillis()),
                            jpeg,
                            "tile=%dx%d".formatted(board.columns(), board.rows()));
        };
    }

    /// The pictures shown at `times`, which are in order, and the first of all: ffmpeg fails when
    /// an encoder gets nothing, which a source of unknown length may come to.
    private static String shown(List<Duration> times) {
        long divisor =
                times.stream().mapToLong(Duration::toMillis).reduce(0, FfmpegStills::divisor);
        long tick = divisor == 0 ? CLOCK : divisor;
        var wanted =
                Stream.concat(Stream.of(Duration.ZERO), times.stream())
                        .map(time -> "eq(n," + time.toMillis() / tick + ")")
                        .distinct()
                        .collect(Collectors.joining("+"));
        long end = times.getLast().toMillis() / tick + 1;
        return "%s,trim=end_frame=%d,select='%s'".formatted(ticks(tick), end, wanted);
    }

    /// Rounded up, a picture belongs to the first tick at or after its start.
    private static String ticks(long millis) {
        return "fps=fps=%d/%d:round=up:start_time=0".formatted(CLOCK, millis);
    }

    private static long divisor(long a, long b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    /// The encoder, with `q` from 2, the best, to 31.
    static List<String> options(StillOutput output) {
        int q =
                switch (output) {
                    case StillOutput.Poster _ -> 2;
                    case StillOutput.Thumbnails _ -> 3;
                    case StillOutput.Storyboard _ -> 5;
                };
        return List.of(
                "-fps_mode",
                "passthrough",
                "-enc_time_base:v",
                "1/" + CLOCK,
                "-c:v",
                "mjpeg",
                "-threads",
                "1",
                "-q:v",
                Integer.toString(q));
    }
}
