package dev.anabranch.media.hls;

/// A decimal-resolution (4.2).
///
/// @param width in pixels
/// @param height in pixels
public record Resolution(int width, int height) {

    public Resolution {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException("width=" + width + " height=" + height);
        }
    }

    static Resolution parse(LineReader line) throws LineException {
        long width = line.integer();
        if (!line.skip('x')) {
            throw new LineException("a resolution is <width>x<height>");
        }
        long height = line.lastInteger();
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new LineException("a resolution beyond 2^31 pixels");
        }
        return new Resolution((int) width, (int) height);
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
