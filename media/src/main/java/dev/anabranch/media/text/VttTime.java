package dev.anabranch.media.text;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// WebVTT timestamps (W3C WebVTT, 4.1 and 6.3) as milliseconds.
final class VttTime {

    private static final Pattern EXACT =
            Pattern.compile("(?:(\\d{1,7}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})");
    private static final Pattern TOLERATED =
            Pattern.compile("(?:(\\d{1,7}):)??(?:(\\d{1,2}):)?(\\d{1,2})(?:[.,](\\d{3}))?");

    private VttTime() {}

    /// Empty when the text is no timestamp by the letter of the standard's parser.
    static OptionalLong parse(String text) {
        return read(EXACT, text);
    }

    /// Also takes what is plain enough: no fraction, no minutes, a comma.
    static OptionalLong tolerate(String text) {
        return read(TOLERATED, text);
    }

    static String format(long millis) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }

    private static OptionalLong read(Pattern form, String text) {
        var match = form.matcher(text);
        if (!match.matches()) {
            return OptionalLong.empty();
        }
        long hours = match.group(1) == null ? 0 : Long.parseLong(match.group(1));
        long minutes = match.group(2) == null ? 0 : Long.parseLong(match.group(2));
        long seconds = Long.parseLong(match.group(3));
        long millis = match.group(4) == null ? 0 : Long.parseLong(match.group(4));
        if (minutes > 59 || seconds > 59) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(((hours * 60 + minutes) * 60 + seconds) * 1000 + millis);
    }
}
