package dev.anabranch.cli;

import java.io.PrintWriter;

/// Progress for whoever watches: one line that rewrites itself on a terminal, a JSON line each
/// tenth of the way off one.
///
/// Called by one thread at a time.
final class ProgressLine {

    private final PrintWriter err;
    private final boolean isTerminal;
    private int lastTenth;

    private ProgressLine(PrintWriter err, boolean isTerminal) {
        this.err = err;
        this.isTerminal = isTerminal;
    }

    static ProgressLine to(PrintWriter err) {
        return new ProgressLine(err, isTerminal());
    }

    /// Whether a person is looking.
    @SuppressWarnings("SystemConsoleNull") // it is null again off a terminal since JDK 25
    static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    void show(int done, int total, long bytes) {
        if (isTerminal) {
            err.printf("\r%d of %d files, %s ", done, total, Amounts.bytes(bytes));
            err.flush();
            return;
        }
        int tenth = (int) (done * 10L / total);
        if (tenth > lastTenth) {
            lastTenth = tenth;
            err.printf(
                    "{\"event\":\"progress\",\"files\":%d,\"of\":%d,\"bytes\":%d}%n",
                    done, total, bytes);
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
