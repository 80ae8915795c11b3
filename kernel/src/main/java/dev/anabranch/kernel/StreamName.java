package dev.anabranch.kernel;

import java.util.Optional;

/// What a live stream is called: an application and a name in it, as in `rtmp://host/{app}/{name}`.
///
/// @param app 1 to 128 letters, digits, `-`, `_` or `.`
/// @param name the same
public record StreamName(String app, String name) implements Comparable<StreamName> {

    public static final int MAX_LENGTH = 128;

    public StreamName {
        check("app", app);
        check("name", name);
    }

    /// Whether `text` may be an application's or a stream's name.
    public static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        // "." and ".." would mean something else in a path.
        return text.chars().allMatch(StreamName::isAllowed)
                && !text.chars().allMatch(c -> c == '.');
    }

    /// The name made of two words somebody wrote, or empty when it may not be one.
    public static Optional<StreamName> of(String app, String name) {
        return isValid(app) && isValid(name)
                ? Optional.of(new StreamName(app, name))
                : Optional.empty();
    }

    private static boolean isAllowed(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || character == '-'
                || character == '_'
                || character == '.';
    }

    private static void check(String part, String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    part + "=" + text + " is not 1 to " + MAX_LENGTH + " of [A-Za-z0-9._-]");
        }
    }

    @Override
    public int compareTo(StreamName other) {
        int byApp = app.compareTo(other.app);
        return byApp != 0 ? byApp : name.compareTo(other.name);
    }

    /// `app/name`.
    @Override
    public String toString() {
        return app + "/" + name;
    }
}
