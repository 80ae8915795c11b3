package dev.anabranch.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// As [DurationConverter], for what cannot be done in no time.
final class PositiveDurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        var duration = new DurationConverter().convert(text);
        if (duration.isZero()) {
            throw new TypeConversionException("'" + text + "' is no time at all");
        }
        return duration;
    }
}
