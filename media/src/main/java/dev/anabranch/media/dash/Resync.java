package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// Where a segment can be entered before its end (5.3.12).
public record Resync(
        Optional<Long> type,
        Optional<Long> maximumDistanceTicks,
        Optional<Double> maximumOffset,
        Optional<Double> minimumOffset,
        Optional<Boolean> marker,
        Extras extras) {

    static Resync parse(ElementReader in) throws MediaFormatException {
        return new Resync(
                in.u32("type"),
                in.u32("dT"),
                in.decimal("dImax"),
                in.decimal("dImin"),
                in.bool("marker"),
                in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("type", type);
        out.attribute("dT", maximumDistanceTicks);
        out.attribute("dImax", maximumOffset);
        out.attribute("dImin", minimumOffset);
        out.attribute("marker", marker);
        out.extras(extras);
    }
}
