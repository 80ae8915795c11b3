package dev.anabranch.media.dash;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// `xs:dateTime` as an [Instant] (XML Schema part 2, 3.2.7); one without a zone is UTC, as the
/// MPD's clause 5.3.1.2 has it.
final class XmlDateTime {

    private static final int MAX_LENGTH = 64;
    private static final Pattern ZONE = Pattern.compile("(?:Z|[+-]\\d\\d:\\d\\d)$");

    private XmlDateTime() {}

    /// Empty when the text is no date with a time.
    static Optional<Instant> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ZONE.matcher(text).find()
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static String format(Instant instant) {
        return instant.toString();
    }
}
