package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.live.RecordingPosition;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which piece of a recording an address asks for: `?start=…&end=…`.
record TimeShift(RecordingPosition start, Optional<RecordingPosition> end) {

    private static final String START = "start=";
    private static final String END = "end=";

    /// Whether a query asks for a piece at all.
    static boolean isAskedFor(@Nullable String query) {
        return query != null && (has(query, START) || has(query, END));
    }

    private static boolean has(String query, String field) {
        return query.startsWith(field) || query.contains("&" + field);
    }

    /// @param query one of which that [#isAskedFor]
    /// @throws MediaFormatException when a position is none
    static TimeShift parse(String query) throws MediaFormatException {
        RecordingPosition start = null;
        Optional<RecordingPosition> end = Optional.empty();
        for (var field : query.split("&", -1)) {
            if (field.startsWith(START)) {
                start = position(field.substring(START.length()));
            } else if (field.startsWith(END)) {
                end = Optional.of(position(field.substring(END.length())));
            }
        }
        if (start == null) {
            throw MediaFormatException.malformed("query", "a piece needs a start: ?start=…&end=…");
        }
        return new TimeShift(start, end);
    }

    private static RecordingPosition position(String value) throws MediaFormatException {
        try {
            return RecordingPosition.parse(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            throw MediaFormatException.malformed("query", "a % is not followed by two digits");
        }
    }
}
