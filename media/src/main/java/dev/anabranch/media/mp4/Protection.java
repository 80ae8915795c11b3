package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// What tells that samples are encrypted: the boxes of Common Encryption (ISO/IEC 23001-7), of its
/// predecessor PIFF (which are `uuid` boxes), and of Apple's FairPlay.
final class Protection {

    private static final Set<String> ENTRIES =
            Set.of("encv", "enca", "enct", "encs", "drmi", "drms");

    private static final int UUID_BYTES = 16;
    private static final String PIFF_TRACK = "8974dbce7be74c5184f97148f9882554";
    private static final String PIFF_SAMPLES = "a2394f525a9b4f14a2446c427c648df4";

    private static final int HAS_ALGORITHM = 1;
    private static final int ALGORITHM_BYTES = 20;

    private static final String CURE = "; decrypt it first";

    private Protection() {}

    /// Why samples of an entry cannot be used, or empty when they are clear: the entry's type says
    /// so, or it has a `sinf`, whatever its type.
    static Optional<String> ofEntry(String type, Children children) throws MediaFormatException {
        var protection = children.find("sinf");
        boolean isPiff = children.find("uuid").filter(Protection::isPiffTrack).isPresent();
        if (!ENTRIES.contains(type) && protection.isEmpty() && !isPiff) {
            return Optional.empty();
        }
        var original = type;
        var scheme = isPiff ? "piff" : type.startsWith("drm") ? "FairPlay" : "unknown";
        if (protection.isPresent()) {
            var inside = Children.of(protection.get(), 0);
            var format = inside.find("frma");
            original = format.isPresent() ? format.get().fourCc() : type;
            scheme = scheme(inside, scheme);
        }
        return Optional.of(
                CodecNames.of(original) + " is encrypted (scheme " + scheme + ")" + CURE);
    }

    private static String scheme(Children protection, String otherwise)
            throws MediaFormatException {
        var box = protection.find("schm");
        if (box.isEmpty()) {
            return otherwise;
        }
        box.get().skip(4);
        return BoxReader.printable(box.get().fourCc());
    }

    /// Why samples of a track cannot be used whose entry says they are clear, but whose fragments
    /// bring initialization vectors.
    static String ofFragments(String entry) {
        return CodecNames.of(entry)
                + " is encrypted (scheme unknown: its fragments have senc boxes, its sample entry no"
                + " sinf)"
                + CURE;
    }

    /// Whether a box of a `traf` is a `senc`, or PIFF's, with at least one sample in it.
    static boolean hasEncryptedSamples(Box box) throws MediaFormatException {
        var payload = box.payload();
        if (box.type().equals("uuid")) {
            return isUuid(payload, PIFF_SAMPLES) && countsSamples(payload);
        }
        return box.type().equals("senc") && countsSamples(payload);
    }

    private static boolean countsSamples(BoxReader box) throws MediaFormatException {
        if (box.remaining() < 8) {
            return false;
        }
        box.skip(1);
        boolean hasAlgorithm = (box.u24() & HAS_ALGORITHM) != 0;
        if (hasAlgorithm && box.remaining() >= ALGORITHM_BYTES + 4) {
            box.skip(ALGORITHM_BYTES);
        }
        return box.u32() > 0;
    }

    private static boolean isPiffTrack(BoxReader box) {
        try {
            return isUuid(box, PIFF_TRACK);
        } catch (MediaFormatException tooShort) {
            return false;
        }
    }

    private static boolean isUuid(BoxReader box, String uuid) throws MediaFormatException {
        return box.remaining() >= UUID_BYTES
                && ByteBuffer.wrap(box.bytes(UUID_BYTES))
                        .equals(ByteBuffer.wrap(HexFormat.of().parseHex(uuid)));
    }
}
