package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-CONTENT-STEERING (4.4.6.6).
///
/// @param serverUri where the steering manifest is
/// @param pathwayId the pathway to use until it has come
/// @param others attributes without meaning here
public record ContentSteering(String serverUri, @Nullable String pathwayId, List<Attribute> others)
        implements MultivariantTag {

    static final String TAG = "EXT-X-CONTENT-STEERING";

    public ContentSteering {
        others = List.copyOf(others);
    }

    public ContentSteering(String serverUri, @Nullable String pathwayId) {
        this(serverUri, pathwayId, List.of());
    }

    static ContentSteering parse(AttributeReader in) throws LineException {
        return new ContentSteering(
                in.quoted("SERVER-URI"), in.quotedOrNull("PATHWAY-ID"), in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .quoted("SERVER-URI", serverUri)
                .quoted("PATHWAY-ID", pathwayId)
                .others(others)
                .newLine();
    }
}
