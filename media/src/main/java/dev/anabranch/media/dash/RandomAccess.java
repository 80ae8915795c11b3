package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.util.Optional;

/// Where decoding can begin (5.3.5.5).
///
/// @param interval in ticks of the segments' timescale
public record RandomAccess(
        Optional<Long> interval,
        Optional<String> type,
        Optional<Duration> minBufferTime,
        Optional<Long> bandwidth,
        Extras extras) {

    static RandomAccess parse(ElementReader in) throws MediaFormatException {
        return new RandomAccess(
                in.u32("interval"),
                in.string("type"),
                in.duration("minBufferTime"),
                in.u32("bandwidth"),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("interval", interval);
        out.attribute("type", type);
        out.attribute("minBufferTime", minBufferTime);
        out.attribute("bandwidth", bandwidth);
        out.extras(extras);
    }
}
