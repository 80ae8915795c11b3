package dev.anabranch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A readable text kept beside the tests, which a result must equal to the letter.
///
/// `mvn test -Dgolden.update` writes what the code says now instead of comparing; the difference is
/// then read in version control.
public final class Golden {

    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private Golden() {}

    /// Compares `actual` with the file `path` under `src/test/resources` of the module under test.
    ///
    /// @throws AssertionError when they differ or there is no such file
    public static void check(String path, String actual) {
        var file = RESOURCES.resolve(path);
        if (isUpdate()) {
            write(file, actual);
            return;
        }
        var expected = read(file);
        if (!expected.equals(actual)) {
            throw new AssertionError(
                    path
                            + " differs "
                            + firstDifference(expected, actual)
                            + "\nall of it:\n"
                            + actual);
        }
    }

    /// Whether goldens are being rewritten.
    public static boolean isUpdate() {
        var update = System.getProperty("golden.update");
        return update != null && !update.equals("false");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException absent) {
            throw new AssertionError(
                    "no golden " + file.toAbsolutePath() + "; write it with -Dgolden.update",
                    absent);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstDifference(String expected, String actual) {
        var expectedLines = expected.split("\n", -1);
        var actualLines = actual.split("\n", -1);
        int line = 0;
        while (line < Math.min(expectedLines.length, actualLines.length)
                && expectedLines[line].equals(actualLines[line])) {
            line++;
        }
        return "in line "
                + (line + 1)
                + "\nexpected: "
                + (line < expectedLines.length ? expectedLines[line] : "(no such line)")
                + "\nactual:   "
                + (line < actualLines.length ? actualLines[line] : "(no such line)");
    }
}
