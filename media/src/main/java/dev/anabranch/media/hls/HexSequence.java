package dev.anabranch.media.hls;

import java.util.HexFormat;

/// A hexadecimal-sequence (4.2).
///
/// @param text with its `0x`, as in the playlist
public record HexSequence(String text) {

    public HexSequence {
        if (!text.startsWith("0x") && !text.startsWith("0X")) {
            throw new IllegalArgumentException("text=" + text + " does not start with 0x");
        }
    }

    public static HexSequence of(byte[] bytes) {
        return new HexSequence("0x" + HexFormat.of().withUpperCase().formatHex(bytes));
    }

    /// The bytes it spells, the first digit being the highest; an odd number of digits is padded on
    /// the left.
    ///
    /// @throws IllegalArgumentException when it still holds a variable reference
    public byte[] bytes() {
        String digits = text.substring(2);
        return HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
    }

    /// How many bytes it spells.
    public int sizeBytes() {
        return (text.length() - 1) / 2;
    }

    static HexSequence parse(String text) throws LineException {
        if (!text.startsWith("0x") && !text.startsWith("0X")) {
            throw new LineException("a hexadecimal-sequence starts with 0x");
        }
        boolean isReference = text.indexOf("{$") >= 0;
        for (int i = 2; i < text.length() && !isReference; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw new LineException("a hexadecimal-sequence holds only 0-9 and A-F");
            }
        }
        return new HexSequence(text);
    }
}
