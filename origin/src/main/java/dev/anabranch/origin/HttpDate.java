package dev.anabranch.origin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The date format of HTTP (RFC 9110, 5.6.7), in whole seconds.
final class HttpDate {

    private static final int FIRST_TWO_DIGIT_YEAR = 1976;

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    /// The forms of old that are still to be read: RFC 850's, whose two digits mean a year up to 50
    /// years ahead, and asctime's.
    private static final List<DateTimeFormatter> OBSOLETE =
            List.of(
                    new DateTimeFormatterBuilder()
                            .appendPattern("EEEE, dd-MMM-")
                            .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_TWO_DIGIT_YEAR)
                            .appendPattern(" HH:mm:ss 'GMT'")
                            .toFormatter(Locale.US)
                            .withZone(ZoneOffset.UTC),
                    DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US)
                            .withZone(ZoneOffset.UTC));

    private HttpDate() {}

    static String format(Instant instant) {
        return FORMAT.format(instant);
    }

    /// Empty for what is not a date: such a field is to be ignored.
    static Optional<Instant> parse(String text) {
        return parse(FORMAT, text)
                .or(() ->
                        OBSOLETE.stream().flatMap(form -> parse(form, text).stream()).findFirst());
    }

    private static Optional<Instant> parse(DateTimeFormatter form, String text) {
        try {
            return Optional.of(form.parse(text, Instant::from));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }
}
