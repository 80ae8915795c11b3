package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// A resource or a part of one (5.3.9.2, `URLType`).
public record UrlRange(Optional<String> sourceUrl, Optional<ByteRange> range, Extras extras) {

    static UrlRange parse(ElementReader in) throws MediaFormatException {
        return new UrlRange(in.string("sourceURL"), in.range("range"), in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("sourceURL", sourceUrl);
        out.attribute("range", range);
        out.extras(extras);
    }
}
