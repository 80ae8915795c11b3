package dev.anabranch.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What ffmpeg is to fetch, and how it may be shown: behind the host of an address, and before it,
/// may stand keys, tokens and passwords, and ffmpeg repeats them in what it has to say.
///
/// @param text an address, or the name of a file
record SourceAddress(String text) {

    private static final Pattern FORM =
            Pattern.compile("(?i)([a-z][a-z0-9+.-]*://)([^/?#]*@)?([^/?#]*)(.*)");

    /// Shorter ones are words such as `live`.
    private static final int LEAST_KEY = 8;

    /// What follows from the line before it and says no more.
    private static final List<String> REPETITIONS =
            List.of("Error opening input", "Cannot open connection");

    /// What ffmpeg says went wrong, in one line, without what must not be shown.
    ///
    /// @param words the lines of a [dev.anabranch.transcode.process.ProgramException]
    String told(String words) {
        var lines = words.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        var telling =
                lines.stream()
                        .skip(1)
                        .filter(line -> REPETITIONS.stream().noneMatch(line::startsWith))
                        .distinct()
                        .collect(Collectors.joining("; "));
        return hidden(telling.isEmpty() ? String.join("; ", lines) : telling);
    }

    private String hidden(String words) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return words;
        }
        var shown = words.replace(text, toString());
        var behind = Arrays.stream(form.group(4).split("[/?&#]"));
        for (var secret : behind.filter(part -> part.length() >= LEAST_KEY).toList()) {
            shown = shown.replace(secret, "…");
        }
        return form.group(2) == null ? shown : shown.replace(form.group(2), "");
    }

    /// Of an address where it leads, of a file its name.
    @Override
    public String toString() {
        var form = FORM.matcher(text);
        return form.matches() ? form.group(1) + form.group(3) : text;
    }
}
