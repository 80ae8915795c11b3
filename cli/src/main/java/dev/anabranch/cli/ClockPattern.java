package dev.anabranch.cli;

import java.util.OptionalLong;

/// Wall-clock time as a picture that a program reads back after any encoder: two rows of 32 blocks,
/// black is 0 and white is 1, most significant bit first.
///
/// ```
/// row 1   | milliseconds since 1970, upper 32 of 44 bits                           |
/// row 2   | milliseconds, lower 12 bits | frame number, 12 bits | CRC-8 of the rest |
/// ```
///
/// The rows fill the width of the picture and its uppermost sixteenth of that width.
final class ClockPattern {

    static final int COLUMNS = 32;
    static final int ROWS = 2;

    /// What [#read] wants: the rows at four pixels a block.
    static final int READ_WIDTH = 4 * COLUMNS;

    static final int READ_HEIGHT = 4 * ROWS;

    /// What makes ffmpeg turn a picture into what [#read] wants.
    static final String READ_FILTER =
            "crop=iw:iw/16:0:0,scale=%d:%d:flags=area,format=gray"
                    .formatted(READ_WIDTH, READ_HEIGHT);

    private static final byte BLACK = 16;
    private static final byte WHITE = (byte) 235;
    private static final int THRESHOLD = 126;
    private static final int FRAME_BITS = 12;
    private static final int CHECK_BITS = 8;
    private static final int CHECK_POLYNOMIAL = 0x07;

    private ClockPattern() {}

    /// Draws the rows into the luma plane `luma`, which is `width` pixels wide.
    static void draw(byte[] luma, int width, long millis, long frame) {
        long word = word(millis, frame);
        for (int y = 0; y < height(width); y++) {
            int row = y * ROWS / height(width);
            for (int x = 0; x < width; x++) {
                int bit = row * COLUMNS + x * COLUMNS / width;
                boolean isSet = (word >>> (Long.SIZE - 1 - bit) & 1) == 1;
                luma[y * width + x] = isSet ? WHITE : BLACK;
            }
        }
    }

    /// How many lines the rows take.
    static int height(int width) {
        return width / (COLUMNS / ROWS);
    }

    /// The milliseconds in a picture that went through [#READ_FILTER]; empty when there is no
    /// pattern, or it does not agree with its checksum.
    static OptionalLong read(byte[] picture) {
        if (picture.length != READ_WIDTH * READ_HEIGHT) {
            throw new IllegalArgumentException("picture.length=" + picture.length);
        }
        long word = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            int x = bit % COLUMNS * 4 + 1;
            int y = bit / COLUMNS * 4 + 1;
            int sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += picture[(y + i / 2) * READ_WIDTH + x + i % 2] & 0xFF;
            }
            word = word << 1 | (sum / 4 > THRESHOLD ? 1 : 0);
        }
        long content = word >>> CHECK_BITS;
        boolean isWhole = word != 0 && (word & 0xFF) == check(content);
        return isWhole ? OptionalLong.of(content >>> FRAME_BITS) : OptionalLong.empty();
    }

    private static long word(long millis, long frame) {
        long content = millis << FRAME_BITS | frame & ((1 << FRAME_BITS) - 1);
        return content << CHECK_BITS | check(content);
    }

    /// CRC-8 over the bytes of the upper 56 bits; all black is not valid.
    private static int check(long content) {
        int crc = 0xFF;
        for (int shift = Long.SIZE - CHECK_BITS - 8; shift >= 0; shift -= 8) {
            crc ^= (int) (content >>> shift & 0xFF);
            for (int i = 0; i < 8; i++) {
                crc = (crc & 0x80) != 0 ? (crc << 1 ^ CHECK_POLYNOMIAL) & 0xFF : crc << 1;
            }
        }
        return crc;
    }
}
