package dev.anabranch.media.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The Dolby Vision decoder configuration record (Dolby Vision Streams Within the ISO Base Media
/// File Format 2.x, 3.2).
///
/// ```
/// major:8 minor:8 profile:7 level:6 rpu:1 el:1 bl:1 compatibility:4 reserved
/// ```
///
/// @param compatibilityId what the base layer is to a decoder without Dolby Vision: 1 HDR10, 2 SDR,
///   4 HLG, 0 nothing it could show
public record DolbyVisionConfiguration(int profile, int level, int compatibilityId) {

    /// The boxes that hold it: profiles up to 7, 8 to 10, and later ones.
    public static final List<String> BOXES = List.of("dvcC", "dvvC", "dvwC");

    private static final int BYTES = 5;
    private static final int OWN_COLOURS = 5;

    /// Reads the payload of a box of [#BOXES]; empty when it is too short.
    public static Optional<DolbyVisionConfiguration> parse(ByteBuffer box) {
        if (box.remaining() < BYTES) {
            return Optional.empty();
        }
        int at = box.position();
        int bits = box.getShort(at + 2) & 0xFFFF;
        int compatibility = (box.get(at + 4) & 0xFF) >> 4;
        return Optional.of(
                new DolbyVisionConfiguration(bits >> 9, bits >> 3 & 0x3F, compatibility));
    }

    /// Whether the picture without Dolby Vision is one any decoder of its codec shows right; that
    /// of profile 5 has colours only its own decoders know.
    public boolean hasPlainPicture() {
        return profile != OWN_COLOURS;
    }

    /// The entry of SUPPLEMENTAL-CODECS (draft-pantos-hls-rfc8216bis, 4.4.6.2) beside a base layer,
    /// such as `dvh1.08.07/db4h`; empty when the base layer is not what the compatibility says or
    /// the profile has none.
    ///
    /// @param sampleEntry of the base layer
    /// @param videoRange of the base layer: `SDR`, `HLG` or `PQ`
    public Optional<String> supplementalCodec(String sampleEntry, String videoRange) {
        var entry =
                switch (sampleEntry) {
                    case "hvc1" -> profile == 8 ? "dvh1" : "";
                    case "hev1" -> profile == 8 ? "dvhe" : "";
                    case "av01" -> profile == 10 ? "dav1" : "";
                    default -> "";
                };
        var brand =
                switch (compatibilityId) {
                    case 1 -> videoRange.equals("PQ") ? "db1p" : "";
                    case 2 -> videoRange.equals("SDR") ? "db2g" : "";
                    case 4 -> videoRange.equals("HLG") ? "db4h" : "";
                    default -> "";
                };
        return entry.isEmpty() || brand.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT, "%s.%02d.%02d/%s", entry, profile, level, brand));
    }
}
