package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the figures were measured on.
final class Machine {

    private Machine() {}

    static void describe(Report report) throws IOException {
        report.condition(
                        "machine",
                        String.format(
                                Locale.ROOT,
                                "%d cores (%s), %.0f GiB memory, Linux %s",
                                Runtime.getRuntime().availableProcessors(),
                                line("/proc/cpuinfo", "model name"),
                                Long.parseLong(
                                                line("/proc/meminfo", "MemTotal")
                                                        .replaceAll("\\D", ""))
                                        / (1024.0 * 1024),
                                System.getProperty("os.version")))
                .condition("load before", Files.readString(Path.of("/proc/loadavg")).strip())
                .condition(
                        "JDK",
                        System.getProperty("java.vm.vendor")
                                + " "
                                + System.getProperty("java.runtime.version"));
    }

    private static String line(String file, String key) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("0");
        }
    }
}
