package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How long a server stood still for its garbage, from the logs of all its processes: the launcher
/// may start more than one.
///
/// @param millis of each pause; empty when there was none
record Pauses(List<Double> millis) {

    private static final Pattern PAUSE = Pattern.compile("Pause .*? ([\\d.]+)ms$");

    /// By [Jvm#footprint], and not for want of memory.
    private static final String ASKED_FOR = "(System.gc())";

    Pauses {
        millis = List.copyOf(millis);
    }

    /// The option by which a JVM writes such a log.
    static String option(Path folder) {
        return "-Xlog:gc:file=" + folder.resolve("%p.log") + "::filecount=0";
    }

    /// @throws IOException also when no process has written a log: then nothing is known
    static Pauses read(Path folder) throws IOException {
        var all = new ArrayList<Double>();
        boolean isSaid = false;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                for (var line : Files.readAllLines(file)) {
                    isSaid = true;
                    var match = PAUSE.matcher(line);
                    if (match.find() && !line.contains(ASKED_FOR)) {
                        all.add(Double.valueOf(match.group(1)));
                    }
                }
            }
        }
        if (!isSaid) {
            throw new IOException("the server wrote nothing about its garbage to " + folder);
        }
        return new Pauses(all);
    }

    int count() {
        return millis.size();
    }

    /// Those that came after `earlier` was read from the same log.
    Pauses since(Pauses earlier) {
        return new Pauses(millis.subList(earlier.count(), count()));
    }

    /// 0 when there was none.
    double longestMillis() {
        return millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    double sumMillis() {
        return millis.stream().mapToDouble(Double::doubleValue).sum();
    }
}
