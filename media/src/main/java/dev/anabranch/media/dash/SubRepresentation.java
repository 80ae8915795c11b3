package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// A part of a representation that can be taken out of it (5.3.6).
///
/// @param bandwidth bits per second
public record SubRepresentation(
        Optional<Long> level,
        Optional<String> dependencyLevel,
        Optional<Long> bandwidth,
        Optional<String> contentComponent,
        Common common,
        Extras extras) {

    static SubRepresentation parse(ElementReader in) throws MediaFormatException {
        return new SubRepresentation(
                in.u32("level"),
                in.string("dependencyLevel"),
                in.u32("bandwidth"),
                in.string("contentComponent"),
                Common.parse(in),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("level", level);
        out.attribute("dependencyLevel", dependencyLevel);
        out.attribute("bandwidth", bandwidth);
        out.attribute("contentComponent", contentComponent);
        common.write(out);
        out.extras(extras);
    }
}
