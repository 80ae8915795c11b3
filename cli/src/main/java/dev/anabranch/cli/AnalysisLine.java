package dev.anabranch.cli;

import dev.anabranch.vod.TitleProgress;
import java.io.PrintWriter;

/// How far the analysis of a film is: one line that rewrites itself on a terminal, a JSON line each
/// twentieth of the way off one. Called by one thread at a time.
final class AnalysisLine {

    private static final int STEPS = 20;

    private final PrintWriter err;
    private final boolean isTerminal;
    private int lastStep = -1;

    private AnalysisLine(PrintWriter err, boolean isTerminal) {
        this.err = err;
        this.isTerminal = isTerminal;
    }

    /// The whole as JSON has it.
    record Document(String event, double share, String step) {}

    static AnalysisLine to(PrintWriter err) {
        return new AnalysisLine(err, ProgressLine.isTerminal());
    }

    void show(TitleProgress progress) {
        if (isTerminal) {
            err.printf("\r\033[Kanalysis %2.0f %%, %s", 100 * progress.share(), progress.step());
            err.flush();
            return;
        }
        int step = (int) (progress.share() * STEPS);
        if (step > lastStep) {
            lastStep = step;
            err.print(Json.line(new Document("analysis", progress.share(), progress.step())));
            err.flush();
        }
    }

    void clear() {
        if (isTerminal) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
