package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// Where a player may change to another representation (5.3.3.4).
///
/// @param interval in ticks of the segments' timescale
public record Switching(Optional<Long> interval, Optional<String> type, Extras extras) {

    static Switching parse(ElementReader in) throws MediaFormatException {
        return new Switching(in.u32("interval"), in.string("type"), in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("interval", interval);
        out.attribute("type", type);
        out.extras(extras);
    }
}
