package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;

/// `ftyp`: what the file claims to be readable as (ISO/IEC 14496-12, 4.3).
///
/// @param majorBrand four characters
/// @param minorVersion of the major brand
/// @param compatibleBrands at most [#MAX_BRANDS]
public record FileType(String majorBrand, long minorVersion, List<String> compatibleBrands) {

    /// Most compatible brands that are kept.
    static final int MAX_BRANDS = 64;

    /// What an init segment of ours claims: a CMAF track (ISO/IEC 23000-19, 7.2).
    static final FileType CMAF = new FileType("cmfc", 0, List.of("cmfc", "cmf2", "iso6", "mp41"));

    /// What a fragmented movie of several tracks claims: `default-base-is-moof` wants `iso5`.
    static final FileType FRAGMENTED_MOVIE =
            new FileType("iso6", 0, List.of("iso6", "iso5", "mp41"));

    /// What a movie with its index in front claims.
    static final FileType MOVIE = new FileType("isom", 512, List.of("isom", "iso2", "mp41"));

    public FileType {
        compatibleBrands = List.copyOf(compatibleBrands);
    }

    static FileType parse(BoxReader box) throws MediaFormatException {
        var majorBrand = BoxReader.printable(box.fourCc());
        long minorVersion = box.u32();
        var compatibleBrands = new ArrayList<String>();
        while (box.remaining() >= 4 && compatibleBrands.size() < MAX_BRANDS) {
            var brand = box.fourCc();
            // Some writers fill the list up with zeros.
            if (BoxReader.printable(brand).equals(brand)) {
                compatibleBrands.add(brand);
            }
        }
        return new FileType(majorBrand, minorVersion, compatibleBrands);
    }

    void write(BoxWriter out) {
        int at = out.begin("ftyp");
        out.fourCc(majorBrand).u32(minorVersion);
        compatibleBrands.forEach(out::fourCc);
        out.end(at);
    }
}
