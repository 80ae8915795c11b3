package dev.anabranch.cli;

import java.io.PrintWriter;
import java.util.List;

/// Text from files, file names and servers made fit for a terminal: control characters, which could
/// move the cursor or rename the window, are shown as `\u001b`.
final class Printable {

    private static final int DELETE = 0x7F;
    private static final int LAST_CONTROL = 0x9F;

    private Printable() {}

    /// Text of several lines; line ends and tabs stay.
    static String lines(String text) {
        if (text.chars().noneMatch(Printable::isControl)) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16);
        text.chars()
                .forEach(c -> {
                    if (isControl(c)) {
                        shown.append(String.format("\\u%04x", c));
                    } else {
                        shown.append((char) c);
                    }
                });
        return shown.toString();
    }

    /// A line each.
    static void warnings(PrintWriter err, List<String> warnings) {
        warnings.forEach(warning -> err.println("warning: " + line(warning)));
        err.flush();
    }

    /// Text that is to stay in one line.
    static String line(String text) {
        return lines(text.replace("\n", "\\n"));
    }

    private static boolean isControl(int c) {
        return c < ' ' && c != '\n' && c != '\t' || c >= DELETE && c <= LAST_CONTROL;
    }
}
