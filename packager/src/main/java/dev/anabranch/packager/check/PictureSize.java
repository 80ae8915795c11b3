package dev.anabranch.packager.check;

import dev.anabranch.media.codec.VideoConfiguration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// Width and height in pixels.
record PictureSize(long width, long height) {

    private static final long SLACK = 1;

    /// As coded, cropped.
    static Optional<PictureSize> coded(TrackFormat format) {
        return format.codec() instanceof VideoConfiguration video
                ? Optional.of(new PictureSize(video.width(), video.height()))
                : Optional.empty();
    }

    /// As it is shown: pixels made square, turned as the track says.
    static Optional<PictureSize> shown(TrackFormat format) {
        return coded(format)
                .map(coded -> {
                    long wide =
                            BigDecimal.valueOf(coded.width)
                                    .multiply(BigDecimal.valueOf(format.aspect().numerator()))
                                    .divide(
                                            BigDecimal.valueOf(format.aspect().denominator()),
                                            0,
                                            RoundingMode.HALF_UP)
                                    .longValueExact();
                    return format.rotationDegrees() % 180 == 0
                            ? new PictureSize(wide, coded.height)
                            : new PictureSize(coded.height, wide);
                });
    }

    long pixels() {
        return width * height;
    }

    /// Whether they are the same but for rounding.
    boolean isNear(PictureSize other) {
        return Math.abs(width - other.width) <= SLACK && Math.abs(height - other.height) <= SLACK;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
