package dev.anabranch.cli;

import dev.anabranch.vod.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How far a transcode is: on a terminal a line a rendition that is rewritten in place, off one a
/// JSON line each twentieth of the way. Used by one thread.
final class ProgressBlock {

    private static final int STEPS = 20;

    private final PrintWriter err;
    private final boolean isTerminal;
    private int shownLines;
    private int lastStep = -1;

    private ProgressBlock(PrintWriter err, boolean isTerminal) {
        this.err = err;
        this.isTerminal = isTerminal;
    }

    /// A rendition as JSON has it.
    ///
    /// @param speed how many times as fast as it plays
    /// @param remainingSeconds -1 when the duration is unknown
    record Line(
            String name,
            long frames,
            double seconds,
            long bytes,
            double framesPerSecond,
            double speed,
            double remainingSeconds) {

        static Line of(Progress.OfRendition rendition, Progress all, Duration elapsed) {
            double took = Math.max(0.001, elapsed.toNanos() / 1e9);
            double seconds = rendition.time().toNanos() / 1e9;
            double speed = seconds / took;
            double left = all.duration().map(d -> d.toNanos() / 1e9 - seconds).orElse(-1.0);
            boolean isUnknown = left < 0 && all.duration().isEmpty() || speed <= 0;
            return new Line(
                    rendition.name(),
                    rendition.frames(),
                    rounded(seconds),
                    rendition.bytes(),
                    rounded(rendition.frames() / took),
                    rounded(speed),
                    rendition.hasEnded() ? 0 : isUnknown ? -1 : rounded(Math.max(0, left) / speed));
        }

        private static double rounded(double value) {
            return Math.round(value * 100) / 100.0;
        }
    }

    /// The whole as JSON has it.
    record Document(String event, double share, int segments, List<Line> renditions) {}

    static ProgressBlock to(PrintWriter err) {
        return new ProgressBlock(err, ProgressLine.isTerminal());
    }

    void show(Progress progress, Duration elapsed) {
        var lines =
                progress.renditions().stream().map(one -> Line.of(one, progress, elapsed)).toList();
        if (isTerminal) {
            clear();
            lines.forEach(line -> err.println(text(line)));
            shownLines = lines.size();
        } else {
            int step = (int) (progress.share().orElse(0.0) * STEPS);
            if (step == lastStep && progress.share().isPresent()) {
                return;
            }
            lastStep = step;
            err.print(
                    Json.line(
                            new Document(
                                    "progress",
                                    progress.share().orElse(-1.0),
                                    progress.segments(),
                                    lines)));
        }
        err.flush();
    }

    private static String text(Line line) {
        return String.format(
                Locale.ROOT,
                "%-18s %7d frames %9.1f s %10s %7.1f fps %6.2fx %s",
                line.name,
                line.frames,
                line.seconds,
                Amounts.bytes(line.bytes),
                line.framesPerSecond,
                line.speed,
                line.remainingSeconds < 0
                        ? ""
                        : String.format(Locale.ROOT, "%.0f s left", line.remainingSeconds));
    }

    void clear() {
        if (isTerminal && shownLines > 0) {
            err.printf("\033[%dA\033[J", shownLines);
            err.flush();
            shownLines = 0;
        }
    }
}
