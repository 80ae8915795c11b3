package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;

/// The general part of HEVC's profile_tier_level (ITU-T H.265, 7.3.3), 12 bytes in every place it
/// stands.
///
/// @param space general_profile_space, 0 to 3
/// @param isHighTier general_tier_flag
/// @param profile general_profile_idc: 1 Main, 2 Main 10, 3 Main Still, 4 range extensions
/// @param compatibility the 32 compatibility flags, flag 0 highest
/// @param constraints the 48 bits from general_progressive_source_flag on
/// @param level general_level_idc: thirty times the level
public record HevcProfile(
        int space,
        boolean isHighTier,
        int profile,
        long compatibility,
        long constraints,
        int level) {

    public HevcProfile {
        if (space >>> 2 != 0
                || profile >>> 5 != 0
                || compatibility >>> 32 != 0
                || constraints >>> 48 != 0
                || level >>> 8 != 0) {
            throw new IllegalArgumentException(
                    "space=" + space + " profile=" + profile + " level=" + level);
        }
    }

    static HevcProfile parse(BitReader in) throws MediaFormatException {
        return new HevcProfile(
                in.bits(2), in.flag(), in.bits(5), in.longBits(32), in.longBits(48), in.bits(8));
    }

    /// Reads the whole structure, of which only the general part is kept.
    ///
    /// @param subLayers sps_max_sub_layers_minus1
    static HevcProfile parse(BitReader in, int subLayers) throws MediaFormatException {
        var general = parse(in);
        if (subLayers == 0) {
            return general;
        }
        int skipped = 0;
        for (int i = 0; i < 8; i++) {
            int present = in.bits(2);
            skipped += i < subLayers ? 88 * (present >> 1) + 8 * (present & 1) : 0;
        }
        in.skip(skipped);
        return general;
    }

    void write(BitWriter out) {
        out.bits(2, space).flag(isHighTier).bits(5, profile);
        out.bits(32, compatibility).bits(48, constraints).bits(8, level);
    }

    /// The part of the CODECS value after the sample entry, such as `1.6.L93.B0` (ISO/IEC 14496-15,
    /// Annex E.3).
    String codecString() {
        var text = new StringBuilder();
        if (space > 0) {
            text.append((char) ('A' + space - 1));
        }
        int reversed = Integer.reverse((int) compatibility);
        text.append(profile).append('.').append(hex(reversed));
        text.append('.').append(isHighTier ? 'H' : 'L').append(level);
        for (long rest = constraints << 16; rest != 0; rest <<= 8) {
            text.append('.').append(hex((int) (rest >>> 56)));
        }
        return text.toString();
    }

    private static String hex(int value) {
        return Integer.toHexString(value).toUpperCase(java.util.Locale.ROOT);
    }
}
