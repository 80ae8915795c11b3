package dev.anabranch.media.hls;

import java.util.List;

/// EXT-X-START (4.4.2.2): where playback should begin.
///
/// @param timeOffset seconds from the beginning, or, if negative, from the end
/// @param isPrecise whether samples before the offset are not to be rendered
/// @param others attributes without meaning here
public record Start(Decimal timeOffset, boolean isPrecise, List<Attribute> others) {

    static final String TAG = "EXT-X-START";

    public Start {
        others = List.copyOf(others);
    }

    public Start(Decimal timeOffset, boolean isPrecise) {
        this(timeOffset, isPrecise, List.of());
    }

    static Start parse(AttributeReader in) throws LineException {
        return new Start(in.signedDecimal("TIME-OFFSET"), in.flag("PRECISE"), in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .decimal("TIME-OFFSET", timeOffset)
                .flag("PRECISE", isPrecise)
                .others(others)
                .newLine();
    }
}
