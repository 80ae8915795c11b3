package dev.anabranch.media.ts;

/// The checksum of a section (ISO/IEC 13818-1, annex A): polynomial 0x04C11DB7, most significant
/// bit first, all ones at the start and no inversion at the end.
///
/// Over a whole section, its own checksum included, it is 0.
final class Crc32 {

    private static final int POLYNOMIAL = 0x04C1_1DB7;
    private static final int[] TABLE = table();

    private Crc32() {}

    static int of(byte[] bytes, int from, int to) {
        int crc = -1;
        for (int i = from; i < to; i++) {
            crc = crc << 8 ^ TABLE[(crc >>> 24 ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    private static int[] table() {
        var table = new int[256];
        for (int i = 0; i < 256; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? POLYNOMIAL : 0);
            }
            table[i] = crc;
        }
        return table;
    }
}
