package dev.anabranch.transcode;

import dev.anabranch.media.ContainerPicture.Detail;
import dev.anabranch.media.codec.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a picture of high dynamic range was mastered on and how bright it gets: the same for the
/// whole film.
public record HdrMetadata(Optional<Display> display, Optional<Light> light) {

    public static final HdrMetadata NONE = new HdrMetadata(Optional.empty(), Optional.empty());

    private static final int MDCV_BYTES = 24;
    private static final double CHROMATICITY = 50_000;
    private static final double LUMINANCE = 10_000;

    /// The mastering display (SMPTE ST 2086), as ITU-T H.265 D.3.28 and `mdcv` have it.
    ///
    /// @param green x and y in units of 0.00002
    /// @param blue likewise
    /// @param red likewise
    /// @param white likewise
    /// @param maxLuminance in units of 0.0001 candela per square metre
    /// @param minLuminance likewise
    public record Display(
            Point green, Point blue, Point red, Point white, long maxLuminance, long minLuminance) {

        public Display {
            if (maxLuminance < 1 || minLuminance < 0 || maxLuminance >> 32 != 0) {
                throw new IllegalArgumentException(
                        "maxLuminance=" + maxLuminance + " minLuminance=" + minLuminance);
            }
        }

        /// As x265 has it: `G(8500,39850)B(6550,2300)R(35400,14600)WP(15635,16450)L(10000000,50)`.
        public String units() {
            return "G%sB%sR%sWP%sL(%d,%d)"
                    .formatted(
                            green.units(),
                            blue.units(),
                            red.units(),
                            white.units(),
                            maxLuminance,
                            minLuminance);
        }

        /// As SVT-AV1 has it: the same in fractions and candela per square metre.
        public String fractions() {
            return String.format(
                    Locale.ROOT,
                    "G%sB%sR%sWP%sL(%.4f,%.4f)",
                    green.fractions(),
                    blue.fractions(),
                    red.fractions(),
                    white.fractions(),
                    maxLuminance / LUMINANCE,
                    minLuminance / LUMINANCE);
        }
    }

    /// A colour of CIE 1931, in units of 0.00002.
    public record Point(int x, int y) {

        public Point {
            if (x < 0 || x > 0xFFFF || y < 0 || y > 0xFFFF) {
                throw new IllegalArgumentException("x=" + x + " y=" + y);
            }
        }

        String units() {
            return "(" + x + "," + y + ")";
        }

        String fractions() {
            return String.format(Locale.ROOT, "(%.5f,%.5f)", x / CHROMATICITY, y / CHROMATICITY);
        }
    }

    /// The content light level (CTA-861.3), in candela per square metre.
    ///
    /// @param maxContent of the brightest pixel
    /// @param maxAverage of the brightest picture on average
    public record Light(int maxContent, int maxAverage) {

        public Light {
            if (maxContent < 0 || maxContent > 0xFFFF || maxAverage < 0 || maxAverage > 0xFFFF) {
                throw new IllegalArgumentException(
                        "maxContent=" + maxContent + " maxAverage=" + maxAverage);
            }
        }

        @Override
        public String toString() {
            return maxContent + "," + maxAverage;
        }
    }

    /// The boxes `mdcv` and `clli` (ISO/IEC 14496-12, 12.1.6 and 12.1.7).
    public List<Detail> boxes() {
        var boxes = new ArrayList<Detail>();
        display.ifPresent(one -> {
            var bytes = ByteBuffer.allocate(MDCV_BYTES);
            for (var point : List.of(one.green, one.blue, one.red, one.white)) {
                bytes.putShort((short) point.x).putShort((short) point.y);
            }
            bytes.putInt((int) one.maxLuminance).putInt((int) one.minLuminance);
            boxes.add(new Detail("mdcv", Octets.copyOf(bytes.flip())));
        });
        light.ifPresent(one -> {
            var bytes = ByteBuffer.allocate(Integer.BYTES);
            bytes.putShort((short) one.maxContent).putShort((short) one.maxAverage);
            boxes.add(new Detail("clli", Octets.copyOf(bytes.flip())));
        });
        return boxes;
    }
}
