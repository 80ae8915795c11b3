package dev.anabranch.media.codec;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Bytes written as hexadecimal digits in tests; spaces are for the reader.
final class Hex {

    private Hex() {}

    static ByteBuffer buffer(String digits) {
        return ByteBuffer.wrap(bytes(digits));
    }

    static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
