package dev.anabranch.media.dash;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// `xs:duration` as a [Duration] (XML Schema part 2, 3.2.6).
///
/// A value with more than nine decimals is rounded to the nearest nanosecond. Years and months have
/// no length of their own and are read only when they are zero; nothing above 2^63 - 1 nanoseconds,
/// 292 years, is read.
final class XmlDuration {

    /// Nothing longer is a media time; it keeps hostile numbers out of the arithmetic.
    private static final int MAX_LENGTH = 64;

    private static final Pattern FORM =
            Pattern.compile(
                    "(-)?P(?:0+Y)?(?:0+M)?(?:(\\d+)D)?(?:T(?=[\\d.])(?:(\\d+)H)?(?:(\\d+)M)?"
                            + "(?:(\\d+\\.?\\d*|\\.\\d+)S)?)?");

    private XmlDuration() {}

    /// Empty when the text is no duration of a fixed length.
    static Optional<Duration> parse(String text) {
        var form = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !form.matches() || text.endsWith("P")) {
            return Optional.empty();
        }
        var seconds =
                part(form.group(2), 86_400)
                        .add(part(form.group(3), 3600))
                        .add(part(form.group(4), 60))
                        .add(part(form.group(5), 1));
        var nanos = seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (nanos.bitLength() > 63) {
            return Optional.empty();
        }
        var split = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
        var duration = Duration.ofSeconds(split[0].longValueExact(), split[1].intValueExact());
        return Optional.of(form.group(1) == null ? duration : duration.negated());
    }

    static String format(Duration duration) {
        var absolute = duration.abs();
        var text = new StringBuilder(duration.isNegative() ? "-PT" : "PT");
        long minutes = absolute.toMinutes();
        if (minutes >= 60) {
            text.append(minutes / 60).append('H');
        }
        if (minutes % 60 != 0) {
            text.append(minutes % 60).append('M');
        }
        var seconds =
                BigDecimal.valueOf(absolute.getSeconds() % 60)
                        .add(BigDecimal.valueOf(absolute.getNano(), 9));
        if (seconds.signum() != 0 || minutes == 0) {
            text.append(seconds.stripTrailingZeros().toPlainString()).append('S');
        }
        return text.toString();
    }

    private static BigDecimal part(@org.jspecify.annotations.Nullable String digits, int factor) {
        return digits == null
                ? BigDecimal.ZERO
                : new BigDecimal(digits).multiply(BigDecimal.valueOf(factor));
    }
}
