package dev.anabranch.transcode;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A level of ITU-T H.264, Table A-1.
///
/// @param number times ten
/// @param macroblocksPerSecond `MaxMBPS`
/// @param macroblocks of a picture, `MaxFS`
/// @param bitsPerSecond `MaxBR` of the Main profile; the High profile has a quarter more
public record H264Level(
        int number, long macroblocksPerSecond, int macroblocks, long bitsPerSecond) {

    static final List<String> PROFILES = List.of("baseline", "main", "high");

    private static final H264Level[] TABLE = {
        new H264Level(10, 1_485, 99, 64_000),
        new H264Level(11, 3_000, 396, 192_000),
        new H264Level(12, 6_000, 396, 384_000),
        new H264Level(13, 11_880, 396, 768_000),
        new H264Level(20, 11_880, 396, 2_000_000),
        new H264Level(21, 19_800, 792, 4_000_000),
        new H264Level(22, 20_250, 1_620, 4_000_000),
        new H264Level(30, 40_500, 1_620, 10_000_000),
        new H264Level(31, 108_000, 3_600, 14_000_000),
        new H264Level(32, 216_000, 5_120, 20_000_000),
        new H264Level(40, 245_760, 8_192, 20_000_000),
        new H264Level(41, 245_760, 8_192, 50_000_000),
        new H264Level(42, 522_240, 8_704, 50_000_000),
        new H264Level(50, 589_824, 22_080, 135_000_000),
        new H264Level(51, 983_040, 36_864, 240_000_000),
        new H264Level(52, 2_073_600, 36_864, 240_000_000),
        new H264Level(60, 4_177_920, 139_264, 240_000_000),
        new H264Level(61, 8_355_840, 139_264, 480_000_000),
        new H264Level(62, 16_711_680, 139_264, 800_000_000),
    };

    public static Optional<H264Level> of(int number) {
        return Arrays.stream(TABLE).filter(level -> level.number == number).findFirst();
    }

    /// The lowest that allows it; empty when none does.
    public static Optional<H264Level> lowest(
            PictureSize size, double framesPerSecond, long bits, String profile) {
        return Arrays.stream(TABLE)
                .filter(level -> level.allows(size, framesPerSecond, bits, profile))
                .findFirst();
    }

    /// A.3.1 and A.3.2: no side may be longer than the root of eight times the picture.
    public boolean allows(PictureSize size, double framesPerSecond, long bits, String profile) {
        long across = (size.width() + 15L) / 16;
        long down = (size.height() + 15L) / 16;
        double factor = profile.equals("high") ? 1.25 : 1;
        return across * down <= macroblocks
                && across * across <= 8L * macroblocks
                && down * down <= 8L * macroblocks
                && across * down * framesPerSecond <= macroblocksPerSecond
                && bits <= bitsPerSecond * factor;
    }
}
