package dev.anabranch.packager;

import java.util.Locale;

/// What a player has a decoder for, or not: the part of a codec's name (RFC 6381) in front of its
/// profile.
public final class CodecFamily {

    private CodecFamily() {}

    /// @param codec such as `mp4a.40.2`
    /// @return such as `mp4a`
    public static String of(String codec) {
        int dot = codec.indexOf('.');
        return (dot < 0 ? codec : codec.substring(0, dot)).toLowerCase(Locale.ROOT);
    }
}
