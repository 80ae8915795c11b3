package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// Where the MPD can be fetched again (5.3.1.2).
public record Location(String url, Optional<String> serviceLocation, Extras extras) {

    public static Location of(String url) {
        return new Location(url, Optional.empty(), Extras.NONE);
    }

    static Location parse(ElementReader in) throws MediaFormatException {
        return new Location(in.text(), in.string("serviceLocation"), in.extras());
    }

    void write(ElementWriter out) {
        out.attribute("serviceLocation", serviceLocation);
        out.text(url);
        out.extras(extras);
    }
}
