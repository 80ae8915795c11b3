package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;

/// One whole section (ISO/IEC 13818-1, 2.4.4.11):
///
/// ```
/// table_id(8) syntax(1) private(1) reserved(2) section_length(12)
/// table_id_extension(16) reserved(2) version(5) current(1) section_number(8) last_section(8)
/// body CRC_32(32)
/// ```
///
/// Short sections (syntax 0) have neither the second line nor, in general, a checksum.
///
/// @param bytes from table_id to the checksum
record Section(byte[] bytes) {

    /// The longest private section: 3 bytes and a length of 4093.
    static final int MAX_BYTES = 4096;

    private static final int LONG_HEADER = 8;
    private static final int CHECKSUM = 4;

    int tableId() {
        return bytes[0] & 0xFF;
    }

    boolean hasLongHeader() {
        return (bytes[1] & 0x80) != 0 && bytes.length >= LONG_HEADER + CHECKSUM;
    }

    boolean isIntact() {
        return Crc32.of(bytes, 0, bytes.length) == 0;
    }

    int tableIdExtension() {
        return (bytes[3] & 0xFF) << 8 | bytes[4] & 0xFF;
    }

    int version() {
        return bytes[5] >> 1 & 0x1F;
    }

    boolean isCurrent() {
        return (bytes[5] & 1) != 0;
    }

    int bodyBytes() {
        return bytes.length - LONG_HEADER - CHECKSUM;
    }

    int u8(int at) throws MediaFormatException {
        if (at < 0 || at >= bodyBytes()) {
            throw MediaFormatException.malformed(
                    "table " + tableId(), "the section ends before byte " + at + " of its body");
        }
        return bytes[LONG_HEADER + at] & 0xFF;
    }

    int u16(int at) throws MediaFormatException {
        return u8(at) << 8 | u8(at + 1);
    }

    static byte[] write(int tableId, int extension, int version, byte[] body) {
        var bytes = new byte[LONG_HEADER + body.length + CHECKSUM];
        bytes[0] = (byte) tableId;
        putU16(bytes, 1, 0xB000 | bytes.length - 3);
        putU16(bytes, 3, extension);
        bytes[5] = (byte) (0xC1 | version << 1);
        System.arraycopy(body, 0, bytes, LONG_HEADER, body.length);
        int crc = Crc32.of(bytes, 0, bytes.length - CHECKSUM);
        putU16(bytes, bytes.length - 4, crc >>> 16);
        putU16(bytes, bytes.length - 2, crc);
        return bytes;
    }

    static void putU16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
