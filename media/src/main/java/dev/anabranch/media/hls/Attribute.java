package dev.anabranch.media.hls;

/// An attribute this code gives no meaning to, kept so that it survives being read and written.
///
/// @param name as in the playlist
/// @param value without its quotes
/// @param isQuoted whether the value stands in double quotes
public record Attribute(String name, String value, boolean isQuoted) {

    public Attribute {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an attribute has a name");
        }
    }

    /// A quoted-string attribute.
    public static Attribute quoted(String name, String value) {
        return new Attribute(name, value, true);
    }

    /// A number, hexadecimal-sequence or enumerated-string attribute.
    public static Attribute plain(String name, String value) {
        return new Attribute(name, value, false);
    }
}
