package dev.anabranch.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/// The person's desktop.
final class Desktop {

    private Desktop() {}

    /// Asks the system to show a page; a system without a desktop says so and goes on.
    static void open(URI page) {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var opener = os.contains("mac") ? "open" : os.contains("win") ? "explorer" : "xdg-open";
        try {
            new ProcessBuilder(opener, page.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException absent) {
            System.err.println(
                    "anabranch: cannot open a browser here ("
                            + opener
                            + " is missing); open "
                            + page);
        }
    }
}
