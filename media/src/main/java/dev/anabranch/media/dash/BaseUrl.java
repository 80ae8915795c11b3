package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.util.Optional;

/// An address others are relative to (5.6).
///
/// @param availabilityTimeOffset how many seconds before its nominal time a segment can be asked
///   for; infinite when all can be at once
/// @param availabilityTimeComplete `false` when a segment can be asked for before it is whole
/// @param byteRange how a range is put into the query where HTTP ranges do not work (annex E)
public record BaseUrl(
        String url,
        Optional<String> serviceLocation,
        Optional<String> byteRange,
        Optional<Double> availabilityTimeOffset,
        Optional<Boolean> availabilityTimeComplete,
        Optional<Duration> timeShiftBufferDepth,
        Optional<Boolean> rangeAccess,
        Extras extras) {

    public static BaseUrl of(String url) {
        return new BaseUrl(
                url,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Extras.NONE);
    }

    static BaseUrl parse(ElementReader in) throws MediaFormatException {
        return new BaseUrl(
                in.text(),
                in.string("serviceLocation"),
                in.string("byteRange"),
                in.decimal("availabilityTimeOffset"),
                in.bool("availabilityTimeComplete"),
                in.duration("timeShiftBufferDepth"),
                in.bool("rangeAccess"),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("serviceLocation", serviceLocation);
        out.attribute("byteRange", byteRange);
        out.attribute("availabilityTimeOffset", availabilityTimeOffset);
        out.attribute("availabilityTimeComplete", availabilityTimeComplete);
        out.attribute("timeShiftBufferDepth", timeShiftBufferDepth);
        out.attribute("rangeAccess", rangeAccess);
        out.text(url);
        out.extras(extras);
    }
}
