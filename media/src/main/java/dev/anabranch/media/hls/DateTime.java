package dev.anabranch.media.hls;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// An ISO/IEC 8601 date and time with the text it was written in.
///
/// @param instant the moment it names; without a time zone it is UTC (4.4.4.6)
/// @param text as in the playlist
public record DateTime(Instant instant, String text) {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// `instant` in UTC to the millisecond below it, as `2010-02-19T06:54:23.031Z`.
    public static DateTime of(Instant instant) {
        var millis = Instant.ofEpochMilli(instant.toEpochMilli());
        return new DateTime(millis, MILLIS.format(millis));
    }

    static DateTime parse(String text) throws LineException {
        return new DateTime(new IsoDateReader(text).read(), text);
    }
}
