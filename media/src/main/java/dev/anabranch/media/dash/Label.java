package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// A name of a set or of a group of sets, for people (5.3.10).
public record Label(String text, Optional<Long> id, Optional<String> lang, Extras extras) {

    static Label parse(ElementReader in) throws MediaFormatException {
        return new Label(in.text(), in.u32("id"), in.string("lang"), in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("id", id);
        out.attribute("lang", lang);
        out.text(text);
        out.extras(extras);
    }
}
