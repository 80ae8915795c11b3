package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.nio.ByteBuffer;
import java.util.Optional;

/// VP8, as the box `vpcC` tells it. The picture size is not in there: the container gives it.
///
/// @param profile 0 to 3
/// @param level ten times the level, 0 when unknown
/// @param bitDepth 8, 10 or 12
/// @param chromaSubsampling 0 4:2:0 vertical, 1 4:2:0 colocated, 2 4:2:2, 3 4:4:4
/// @param width pixels, 0 until [#withSize]
/// @param height pixels, 0 until [#withSize]
public record Vp8Configuration(
        int profile,
        int level,
        int bitDepth,
        int chromaSubsampling,
        ColourDescription colour,
        int width,
        int height)
        implements VideoConfiguration {

    /// What a sample entry can say.
    public static final int MAX_DIMENSION = 65_535;

    public Vp8Configuration {
        if (width < 0 || width > MAX_DIMENSION || height < 0 || height > MAX_DIMENSION) {
            throw new IllegalArgumentException("width=" + width + " height=" + height);
        }
    }

    /// Reads the payload of the box `vpcC`, its version and flags included.
    public static Vp8Configuration parse(ByteBuffer record) throws MediaFormatException {
        var vpc = VpCodecRecord.parse(record);
        return new Vp8Configuration(
                vpc.profile(),
                vpc.level(),
                vpc.bitDepth(),
                vpc.chromaSubsampling(),
                vpc.colour(),
                0,
                0);
    }

    /// The payload of `vpcC`.
    public byte[] toBytes() {
        return record().toBytes();
    }

    public Vp8Configuration withSize(int pixelsWide, int pixelsHigh) {
        return new Vp8Configuration(
                profile, level, bitDepth, chromaSubsampling, colour, pixelsWide, pixelsHigh);
    }

    /// 1/1: VP8 has none, only the container can tell.
    @Override
    public Rational sampleAspectRatio() {
        return Rational.ONE;
    }

    /// Empty: VP8 has none.
    @Override
    public Optional<Rational> frameRate() {
        return Optional.empty();
    }

    /// Such as `vp08.00.31.08`, or `vp08.02.10.10.01.09.16.09.01` when chroma or colour are not the
    /// default. An unknown level is given as the lowest that allows the picture size.
    @Override
    public String codecString() {
        return record().codecString(sampleEntry(), (long) width * height);
    }

    @Override
    public String sampleEntry() {
        return "vp08";
    }

    private VpCodecRecord record() {
        return new VpCodecRecord(profile, level, bitDepth, chromaSubsampling, colour);
    }
}
