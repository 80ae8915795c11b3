package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// Sets that may be played together (5.3.8).
public record Subset(String contains, Optional<String> id, Extras extras) {

    static Subset parse(ElementReader in) throws MediaFormatException {
        return new Subset(in.required("contains"), in.string("id"), in.extras());
    }

    void write(ElementWriter out) {
        out.required("contains", contains);
        out.attribute("id", id);
        out.extras(extras);
    }
}
