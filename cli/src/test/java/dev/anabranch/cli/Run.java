package dev.anabranch.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One command line as [Main] runs it, in this process, with what it printed.
record Run(int exitCode, String out, String err) {

    /// The arguments may be of any type; a path becomes its text.
    static Run of(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var words = new ArrayList<String>();
        for (var argument : arguments) {
            words.add(argument.toString());
        }
        var line = words.toArray(String[]::new);
        int exitCode =
                Main.commandLine(line)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(line);
        return new Run(exitCode, out.toString(), err.toString());
    }

    /// A sample beside the tests.
    static Path sample(String name) {
        try {
            var url = Run.class.getResource(name);
            if (url == null) {
                throw new IllegalArgumentException("no sample " + name);
            }
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What lies in a folder, hidden files too.
    static List<String> entries(Path folder) throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
