package dev.anabranch.transcode;

/// Pixels across and down of an upright picture with square pixels.
public record PictureSize(int width, int height) {

    /// Encoders refuse what is smaller: libopenh264 and x264 in some ways of threading.
    public static final int MIN_SIDE = 16;

    /// Of the upright picture, or of what `picture` leaves of it.
    public static PictureSize of(SourceVideo video, PictureSettings picture) {
        return picture.crop()
                .map(crop -> new PictureSize(crop.width(), crop.height()))
                .orElseGet(() -> new PictureSize(video.displayWidth(), video.displayHeight()));
    }

    /// The largest size of this shape that fits a box, is not above this one, and has even sides as
    /// 4:2:0 wants it. The box is turned for a picture that is taller than wide. No side is shorter
    /// than [#MIN_SIDE], even if the shape suffers.
    public PictureSize into(int longer, int shorter) {
        boolean isWide = width >= height;
        double across = (double) (isWide ? longer : shorter) / width;
        double down = (double) (isWide ? shorter : longer) / height;
        double scale = Math.min(across, down);
        return scale >= 1
                ? new PictureSize(least(width & ~1), least(height & ~1))
                : new PictureSize(even(width * scale), even(height * scale));
    }

    private static int even(double side) {
        return least(2 * (int) Math.round(side / 2));
    }

    private static int least(int side) {
        return Math.max(side, MIN_SIDE);
    }

    public long pixels() {
        return (long) width * height;
    }

    /// The shorter side.
    public int shorter() {
        return Math.min(width, height);
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
