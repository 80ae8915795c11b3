package dev.anabranch.transcode;

import java.time.Duration;
import java.util.Optional;

/// What of the source's time is taken.
///
/// @param start from the start of the source; zero for all from the beginning
/// @param end from the start of the source; empty for all to the end
public record Trim(Duration start, Optional<Duration> end) {

    public static final Trim WHOLE = new Trim(Duration.ZERO, Optional.empty());

    public Trim {
        if (start.isNegative() || end.isPresent() && end.get().compareTo(start) <= 0) {
            throw new IllegalArgumentException("start=" + start + " end=" + end);
        }
    }

    public boolean isWhole() {
        return start.isZero() && end.isEmpty();
    }
}
