package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.List;
import java.util.Optional;

/// How content is protected and where its keys come from (5.8.4.1 and ISO/IEC 23001-7, 11.2).
///
/// @param value `cenc` or `cbcs` with [#MP4_PROTECTION]
/// @param defaultKid the key identifier as a UUID, several separated by white space
/// @param pssh protection system boxes in base64
public record ContentProtection(
        String schemeIdUri,
        Optional<String> value,
        Optional<String> id,
        Optional<String> robustness,
        Optional<String> refId,
        Optional<String> ref,
        Optional<String> defaultKid,
        List<String> pssh,
        Extras extras) {

    /// The scheme that says common encryption is used.
    public static final String MP4_PROTECTION = "urn:mpeg:dash:mp4protection:2011";

    /// The namespace of `default_KID` and `pssh`.
    public static final String CENC = "urn:mpeg:cenc:2013";

    public ContentProtection {
        pssh = List.copyOf(pssh);
    }

    static ContentProtection parse(ElementReader in) throws MediaFormatException {
        return new ContentProtection(
                in.required("schemeIdUri"),
                in.string("value"),
                in.string("id"),
                in.string("robustness"),
                in.string("refId"),
                in.string("ref"),
                in.string(CENC, "default_KID"),
                in.children(CENC, "pssh", ElementReader::text),
                in.extras());
    }

    void write(ElementWriter out) {
        out.required("schemeIdUri", schemeIdUri);
        out.attribute("value", value);
        out.attribute("id", id);
        out.attribute("robustness", robustness);
        out.attribute("refId", refId);
        out.attribute("ref", ref);
        out.attribute(CENC, "cenc:default_KID", defaultKid);
        out.texts(CENC, "cenc:pssh", pssh);
        out.extras(extras);
    }
}
