package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// How fast and how slow a player may go to keep its latency (annex K.3.3).
public record PlaybackRate(Optional<Double> max, Optional<Double> min, Extras extras) {

    static PlaybackRate parse(ElementReader in) throws MediaFormatException {
        return new PlaybackRate(in.decimal("max"), in.decimal("min"), in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("max", max);
        out.attribute("min", min);
        out.extras(extras);
    }
}
