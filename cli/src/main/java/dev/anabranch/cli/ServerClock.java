package dev.anabranch.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What time it is where segments are made, by the server's own word.
final class ServerClock {

    private ServerClock() {}

    /// @param date what came with an answer (RFC 9110, 6.6.1): cut to the second, and old where a
    ///   cache gives it, so never ahead of what is there; without one this machine's clock
    static Instant of(Optional<String> date) {
        try {
            return date.map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
                    .map(Instant::from)
                    .orElseGet(Instant::now);
        } catch (DateTimeException wrong) {
            return Instant.now();
        }
    }
}
