package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// A property named by a scheme: `Role`, `Accessibility`, `EssentialProperty`, `UTCTiming` and the
/// other descriptors (5.8).
///
/// @param schemeIdUri what the value means
/// @param id descriptors of one scheme with the same id say the same
public record Descriptor(
        String schemeIdUri, Optional<String> value, Optional<String> id, Extras extras) {

    /// The scheme of `Role` values such as `main`, `subtitle`, `caption` (5.8.5.5).
    public static final String ROLE = "urn:mpeg:dash:role:2011";

    /// The scheme of `AudioChannelConfiguration` values that count channels (5.8.5.4).
    public static final String AUDIO_CHANNELS =
            "urn:mpeg:dash:23003:3:audio_channel_configuration:2011";

    public static Descriptor of(String schemeIdUri, String value) {
        return new Descriptor(schemeIdUri, Optional.of(value), Optional.empty(), Extras.NONE);
    }

    static Descriptor parse(ElementReader in) throws MediaFormatException {
        return new Descriptor(
                in.required("schemeIdUri"), in.string("value"), in.string("id"), in.extras());
    }

    void write(ElementWriter out) {
        out.required("schemeIdUri", schemeIdUri);
        out.attribute("value", value);
        out.attribute("id", id);
        out.extras(extras);
    }
}
