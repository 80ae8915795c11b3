package dev.anabranch.transcode;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What is done to the picture before it is scaled.
///
/// @param crop what is kept of the upright picture
/// @param overlays drawn in this order
public record PictureSettings(Optional<Crop> crop, List<Overlay> overlays) {

    public static final PictureSettings UNCHANGED =
            new PictureSettings(Optional.empty(), List.of());

    /// A rectangle in pixels of the upright picture with square pixels.
    public record Crop(int x, int y, int width, int height) {
        public Crop {
            if (x < 0 || y < 0 || width < 2 || height < 2) {
                throw new IllegalArgumentException(
                        "crop " + width + "x" + height + "+" + x + "+" + y);
            }
        }
    }

    /// Where an overlay goes.
    public enum Corner {
        TOP_LEFT,
        TOP_RIGHT,
        BOTTOM_LEFT,
        BOTTOM_RIGHT,
        CENTRE
    }

    /// Something that lies on the picture.
    public sealed interface Overlay {

        /// @param opacity 0 to 1
        /// @param scale its width as a share of the picture's, more than 0 to 1
        record Image(Path file, Corner corner, double opacity, double scale) implements Overlay {
            public Image {
                checkShares(opacity, scale);
            }
        }

        /// @param font a font file
        /// @param scale the height of a line as a share of the picture's, more than 0 to 1
        record Text(String text, Path font, Corner corner, double opacity, double scale)
                implements Overlay {
            public Text {
                checkShares(opacity, scale);
            }
        }

        private static void checkShares(double opacity, double scale) {
            // Said this way round, NaN is refused.
            if (!(opacity >= 0 && opacity <= 1 && scale > 0 && scale <= 1)) {
                throw new IllegalArgumentException("opacity=" + opacity + " scale=" + scale);
            }
        }
    }

    public PictureSettings {
        overlays = List.copyOf(overlays);
    }

    public boolean isUnchanged() {
        return crop.isEmpty() && overlays.isEmpty();
    }
}
