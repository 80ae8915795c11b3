package dev.anabranch.packager.check;

import dev.anabranch.media.codec.AacConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import java.util.Locale;
import java.util.Set;

/// Whether a codec string of a manifest (RFC 6381) names what is in the bytes.
final class CodecNames {

    /// MPEG-4's and MPEG-1's names for one format.
    private static final Set<String> MP3 = Set.of("mp4a.40.34", "mp4a.6b", "mp4a.69");

    /// Spectral band replication at most doubles the sampling rate, and above this rate nobody uses
    /// it without saying so in the configuration.
    private static final int IMPLICIT_SBR_MAX_HZ = 24_000;

    private CodecNames() {}

    static boolean isSame(String declared, CodecConfiguration measured) {
        var said = declared.strip().toLowerCase(Locale.ROOT);
        var found = measured.codecString().toLowerCase(Locale.ROOT);
        if (said.equals(found) || MP3.contains(said) && MP3.contains(found)) {
            return true;
        }
        if (measured instanceof AacConfiguration aac && found.equals("mp4a.40.2")) {
            boolean isImplicit = said.equals("mp4a.40.5") || said.equals("mp4a.40.29");
            return isImplicit && aac.sampleRateHz() <= IMPLICIT_SBR_MAX_HZ;
        }
        boolean hasOptionalFields = said.startsWith("av01.") || said.startsWith("vp09.");
        if (hasOptionalFields && (said.startsWith(found + ".") || found.startsWith(said + "."))) {
            return true;
        }
        return said.startsWith("stpp") && found.startsWith("stpp")
                || isSameFamily(said, found) && isOpaque(measured);
    }

    private static boolean isSameFamily(String said, String found) {
        return said.replaceFirst("\\..*", "").equals(found.replaceFirst("\\..*", ""));
    }

    /// Of a format we do not read, only the sample entry is known.
    private static boolean isOpaque(CodecConfiguration measured) {
        return measured instanceof dev.anabranch.media.codec.OpaqueConfiguration;
    }
}
