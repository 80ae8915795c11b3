package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/// A moment of a recording, as an address says it (`?start=…&end=…`).
public sealed interface RecordingPosition {

    /// A year: nobody means more.
    int MAX_SECONDS = 366 * 24 * 60 * 60;

    Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static MediaFormatException malformed(String text) {
        return MediaFormatException.malformed(
                text,
                "a position is a time such as 2026-11-26T10:00:00Z, or seconds from the beginning,"
                        + " or negative seconds from now");
    }

    /// What was recorded at a time of the wall clock.
    record At(Instant time) implements RecordingPosition {}

    /// So long after the beginning of the recording.
    record FromBeginning(Duration distance) implements RecordingPosition {}

    /// So long before its end, or before now while it grows.
    record BeforeEdge(Duration distance) implements RecordingPosition {}

    /// Reads an ISO 8601 time with its offset (`2026-11-26T10:00:00Z`), or seconds with at most
    /// nine decimals: from the beginning, or, with a minus, before now.
    ///
    /// @throws MediaFormatException when it is neither
    static RecordingPosition parse(String text) throws MediaFormatException {
        if (text.length() > 40) {
            throw malformed(text.substring(0, 40));
        }
        return text.indexOf('T') > 0 ? time(text) : seconds(text);
    }

    private static RecordingPosition time(String text) throws MediaFormatException {
        try {
            // In a query a plus is a space.
            var time = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            // RFC 3339 has years of four digits; others would not fit into microseconds.
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw malformed(text);
            }
            return new At(time);
        } catch (DateTimeException e) {
            throw malformed(text);
        }
    }

    private static RecordingPosition seconds(String text) throws MediaFormatException {
        if (!text.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
            throw malformed(text);
        }
        var seconds = new BigDecimal(text);
        if (seconds.abs().compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0) {
            throw MediaFormatException.limit(
                    text, "seconds", seconds.abs().longValue(), MAX_SECONDS);
        }
        var distance =
                Duration.ofNanos(
                        seconds.abs()
                                .movePointRight(9)
                                .setScale(0, RoundingMode.UNNECESSARY)
                                .longValueExact());
        return text.startsWith("-") ? new BeforeEdge(distance) : new FromBeginning(distance);
    }
}
