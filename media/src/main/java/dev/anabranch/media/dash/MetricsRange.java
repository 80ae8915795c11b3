package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.util.Optional;

/// When to measure (5.9.3).
public record MetricsRange(
        Optional<Duration> startTime, Optional<Duration> duration, Extras extras) {

    static MetricsRange parse(ElementReader in) throws MediaFormatException {
        return new MetricsRange(in.duration("starttime"), in.duration("duration"), in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("starttime", startTime);
        out.attribute("duration", duration);
        out.extras(extras);
    }
}
