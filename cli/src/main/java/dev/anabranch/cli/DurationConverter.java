package dev.anabranch.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `4s`, `333ms`, `1.5s`, `2m`, `1h`, `1:30`, `1:02:03.5` or a bare number of seconds.
final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)?");

    private static final Pattern CLOCK =
            Pattern.compile("(?:(\\d{1,6}):)?(\\d{1,2}):([0-5]?\\d(?:\\.\\d{1,9})?)");

    private static final BigDecimal LONGEST_NANOS =
            BigDecimal.valueOf(Duration.ofDays(36_525).toNanos());

    @Override
    public Duration convert(String text) {
        var clock = CLOCK.matcher(text.strip());
        if (clock.matches()) {
            return ofClock(clock);
        }
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a duration such as 4s, 333ms or 2m");
        }
        var nanos =
                new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(nanosOf(matcher.group(2))));
        if (nanos.compareTo(LONGEST_NANOS) > 0) {
            throw new TypeConversionException("'" + text + "' is longer than a century");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static Duration ofClock(Matcher clock) {
        long hours = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
        var seconds = new BigDecimal(clock.group(3)).movePointRight(9);
        return Duration.ofHours(hours)
                .plusMinutes(Long.parseLong(clock.group(2)))
                .plusNanos(seconds.longValue());
    }

    private static long nanosOf(String unit) {
        return switch (unit == null ? "s" : unit) {
            case "ms" -> 1_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000_000_000L;
        };
    }
}
