package dev.anabranch.media.hls;

import java.util.List;

/// EXT-X-PART-INF (4.4.3.7).
///
/// @param partTarget the part target duration in seconds, which no part exceeds
/// @param others attributes without meaning here
public record PartInf(Decimal partTarget, List<Attribute> others) {

    static final String TAG = "EXT-X-PART-INF";

    public PartInf {
        others = List.copyOf(others);
    }

    public PartInf(Decimal partTarget) {
        this(partTarget, List.of());
    }

    static PartInf parse(AttributeReader in) throws LineException {
        return new PartInf(in.decimal("PART-TARGET"), in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG).decimal("PART-TARGET", partTarget).others(others).newLine();
    }
}
