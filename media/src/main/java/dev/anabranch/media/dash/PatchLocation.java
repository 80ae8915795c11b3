package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// Where changes to this MPD can be fetched (5.15).
///
/// @param ttl for how many seconds after the publish time
public record PatchLocation(String url, Optional<Double> ttl, Extras extras) {

    static PatchLocation parse(ElementReader in) throws MediaFormatException {
        return new PatchLocation(in.text(), in.decimal("ttl"), in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("ttl", ttl);
        out.text(url);
        out.extras(extras);
    }
}
