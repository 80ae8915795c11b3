package dev.anabranch.media.text;

import java.util.Optional;

/// Text that is shown from one time to another (W3C WebVTT, 3.1).
///
/// Times are whole milliseconds, as both WebVTT and SubRip have them, on the cues' own timeline.
///
/// @param identifier empty when there is none
/// @param startMillis at least 0
/// @param endMillis after the start; the cue is no longer shown then
/// @param settings `line:0 align:start`, empty for the defaults
/// @param text WebVTT cue text with its tags and escapes, lines separated by LF, none of them blank
public record Cue(String identifier, long startMillis, long endMillis, String settings, String text)
        implements Block {

    public Cue {
        if (startMillis < 0 || endMillis <= startMillis) {
            throw new IllegalArgumentException(
                    "startMillis=" + startMillis + " endMillis=" + endMillis);
        }
        if (isUnsafe(identifier) || isUnsafe(settings) || identifier.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(
                    "identifier=" + identifier + " settings=" + settings);
        }
        if (isUnsafe(text) || text.contains("\n\n") || text.startsWith("\n")) {
            throw new IllegalArgumentException("would end the cue: text=" + text);
        }
    }

    /// The value of one setting: `line`, `position`, `size`, `align`, `vertical` or `region`.
    public Optional<String> setting(String name) {
        for (var setting : settings.split("[ \t]+")) {
            if (setting.startsWith(name + ":")) {
                return Optional.of(setting.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean isUnsafe(String text) {
        return text.contains("-->") || text.indexOf('\r') >= 0;
    }
}
