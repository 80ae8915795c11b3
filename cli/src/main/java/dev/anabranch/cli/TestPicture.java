package dev.anabranch.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/// A moving picture that shows when it was made: the [ClockPattern] above, the time in digits, a
/// bar that crosses the picture once a second and colours that do not move. Owned by one thread.
final class TestPicture {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final byte BLACK = 16;
    private static final byte WHITE = (byte) 235;

    /// Three columns by five rows a character, row by row: 0 to 9, then colon and point.
    private static final String[] FONT = {
        "111101101101111", "010110010010111", "111001111100111", "111001111001111",
        "101101111001001", "111100111001111", "111100111101111", "111001001001001",
        "111101111101111", "111101111001111", "000010000010000", "000000000000010"
    };

    private final PictureShape shape;
    private final byte[] ground;
    private final byte[] picture;

    /// @param width even, 160 to 7680
    /// @param height even, 90 to 4320
    /// @param framesPerSecond 1 to 120
    record PictureShape(int width, int height, int framesPerSecond) {

        PictureShape {
            if (width < 160 || height < 90 || width % 2 != 0 || height % 2 != 0) {
                throw new IllegalArgumentException("width=" + width + " height=" + height);
            }
            if (width > 7680 || height > 4320) {
                throw new IllegalArgumentException("width=" + width + " height=" + height);
            }
            if (framesPerSecond < 1 || framesPerSecond > 120) {
                throw new IllegalArgumentException("framesPerSecond=" + framesPerSecond);
            }
        }

        /// Of one frame of YUV 4:2:0.
        int bytes() {
            return width * height * 3 / 2;
        }

        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    TestPicture(PictureShape shape) {
        this.shape = shape;
        ground = ground(shape);
        picture = ground.clone();
    }

    /// The next frame in YUV 4:2:0, planar; good until the next call.
    byte[] draw(Instant time, long frame) {
        System.arraycopy(ground, 0, picture, 0, ground.length);
        bar(frame);
        ClockPattern.draw(picture, shape.width, time.toEpochMilli(), frame);
        digits(TIME.format(time));
        return picture;
    }

    /// A grey ramp, and slow colours over it.
    private static byte[] ground(PictureShape shape) {
        var ground = new byte[shape.bytes()];
        int luma = shape.width * shape.height;
        for (int y = 0; y < shape.height; y++) {
            for (int x = 0; x < shape.width; x++) {
                ground[y * shape.width + x] = (byte) (48 + 96 * x / shape.width);
            }
        }
        int chromaWidth = shape.width / 2;
        int chromaHeight = shape.height / 2;
        for (int y = 0; y < chromaHeight; y++) {
            for (int x = 0; x < chromaWidth; x++) {
                ground[luma + y * chromaWidth + x] = (byte) (88 + 80 * y / chromaHeight);
                ground[luma + chromaWidth * chromaHeight + y * chromaWidth + x] =
                        (byte) (88 + 80 * x / chromaWidth);
            }
        }
        return ground;
    }

    private void bar(long frame) {
        int width = shape.width / 16;
        int place = (int) (frame % shape.framesPerSecond);
        int left = place * (shape.width - width) / Math.max(1, shape.framesPerSecond - 1);
        int top = shape.height * 3 / 4;
        for (int y = top; y < shape.height - shape.height / 16; y++) {
            int at = y * shape.width + left;
            Arrays.fill(picture, at, at + width, WHITE);
        }
    }

    private void digits(String text) {
        int scale = Math.max(1, shape.width / (text.length() * 5));
        int left = (shape.width - text.length() * 4 * scale) / 2;
        int top = shape.height * 3 / 8;
        box(left - scale, top - scale, text.length() * 4 * scale + scale, 7 * scale);
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i), left + 4 * scale * i, top, scale);
        }
    }

    private void character(char character, int left, int top, int scale) {
        int index = character == ':' ? 10 : character == '.' ? 11 : character - '0';
        var dots = FONT[index];
        for (int dot = 0; dot < dots.length(); dot++) {
            if (dots.charAt(dot) == '1') {
                fill(left + dot % 3 * scale, top + dot / 3 * scale, scale, scale, WHITE);
            }
        }
    }

    private void box(int left, int top, int width, int height) {
        fill(left, top, width, height, BLACK);
    }

    private void fill(int left, int top, int width, int height, byte value) {
        for (int y = top; y < top + height; y++) {
            int at = y * shape.width + Math.max(0, left);
            Arrays.fill(picture, at, at + Math.min(width, shape.width - left), value);
        }
    }
}
