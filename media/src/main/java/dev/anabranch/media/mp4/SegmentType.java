package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;

/// The `styp` box: which rules a segment keeps (ISO/IEC 14496-12, 8.16.2).
///
/// @param majorBrand four characters
/// @param compatibleBrands four characters each
public record SegmentType(String majorBrand, long minorVersion, List<String> compatibleBrands) {

    /// More brands than this nobody writes.
    public static final int MAX_BRANDS = 64;

    /// A whole CMAF segment (ISO/IEC 23000-19, 7.3.3.1; ISO/IEC 23009-1, 6.3.4).
    public static final SegmentType SEGMENT = new SegmentType("msdh", 0, List.of("msdh", "cmfs"));

    /// A CMAF chunk, which is a part of Low-Latency HLS.
    public static final SegmentType CHUNK =
            new SegmentType("msdh", 0, List.of("msdh", "cmfs", "cmfl"));

    public SegmentType {
        compatibleBrands = List.copyOf(compatibleBrands);
        requireFourCc(majorBrand);
        compatibleBrands.forEach(SegmentType::requireFourCc);
    }

    /// This type with the brand that marks the last segment of a presentation.
    public SegmentType last() {
        var brands = new ArrayList<>(compatibleBrands);
        brands.add("lmsg");
        return new SegmentType(majorBrand, minorVersion, brands);
    }

    static SegmentType parse(BoxReader box) throws MediaFormatException {
        var major = box.fourCc();
        long minor = box.u32();
        int count = box.remaining() / 4;
        if (count > MAX_BRANDS) {
            throw MediaFormatException.limit(box.where(), "brand count", count, MAX_BRANDS);
        }
        var brands = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            brands.add(box.fourCc());
        }
        return new SegmentType(major, minor, brands);
    }

    void write(BoxWriter out) {
        int at = out.begin("styp");
        out.fourCc(majorBrand).u32(minorVersion);
        compatibleBrands.forEach(out::fourCc);
        out.end(at);
    }

    private static void requireFourCc(String brand) {
        if (brand.length() != 4) {
            throw new IllegalArgumentException("brand=" + brand);
        }
    }
}
