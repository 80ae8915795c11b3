package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/// AV1, as the AV1CodecConfigurationRecord tells it (AV1 in ISOBMFF, 2.3.3; box `av1C`).
///
/// @param presentationDelay initial_presentation_delay in frames, when given
/// @param units configOBUs: the sequence header and perhaps metadata, each with its size
/// @param sequence the sequence header, read
public record Av1Configuration(
        OptionalInt presentationDelay, Octets units, Av1SequenceHeader sequence)
        implements VideoConfiguration {

    /// Bytes of all configOBUs.
    public static final int MAX_UNITS_BYTES = 0xFFFF;

    public static final int MAX_UNITS = 64;

    private static final int MARKER_AND_VERSION = 0x81;
    private static final int FIXED_BYTES = 4;
    private static final int LEVEL_UNLIMITED = 31;

    /// Reads the payload of the box `av1C`.
    public static Av1Configuration parse(ByteBuffer record) throws MediaFormatException {
        var in = new BitReader(record, "box av1C");
        int version = in.bits(8);
        if (version != MARKER_AND_VERSION) {
            throw in.unsupported("marker and version %#x are not 0x81".formatted(version));
        }
        in.skip(19);
        boolean hasDelay = in.flag();
        int delay = in.bits(4);
        var presentationDelay = hasDelay ? OptionalInt.of(delay + 1) : OptionalInt.empty();
        var units = record.slice(record.position() + FIXED_BYTES, record.remaining() - FIXED_BYTES);
        return of(units, presentationDelay);
    }

    /// The configuration of a stream by OBUs among which is its sequence header: those of the first
    /// temporal unit (RTP, MPEG-TS, Matroska without a private part). Only the sequence header is
    /// kept.
    public static Av1Configuration of(ByteBuffer temporalUnit) throws MediaFormatException {
        var header = Av1Obu.find(temporalUnit, Av1SequenceHeader.OBU_TYPE);
        return of(ByteBuffer.wrap(header.withSize()), OptionalInt.empty());
    }

    /// The payload of `av1C`.
    public byte[] toBytes() {
        var colour = sequence.colour();
        var out = new BitWriter().bits(8, MARKER_AND_VERSION);
        out.bits(3, sequence.profile()).bits(5, sequence.level()).flag(sequence.isHighTier());
        out.flag(colour.bitDepth() > 8).flag(colour.bitDepth() == 12);
        out.flag(colour.isMonochrome());
        out.flag(colour.subsamplingX()).flag(colour.subsamplingY());
        out.bits(2, colour.chromaPosition()).bits(3, 0).flag(presentationDelay.isPresent());
        out.bits(4, presentationDelay.isPresent() ? presentationDelay.getAsInt() - 1 : 0);
        return out.bytes(units.toByteArray()).toByteArray();
    }

    @Override
    public int width() {
        return sequence.width();
    }

    @Override
    public int height() {
        return sequence.height();
    }

    /// 1/1: AV1 has none, only the container can tell.
    @Override
    public Rational sampleAspectRatio() {
        return Rational.ONE;
    }

    @Override
    public Optional<Rational> frameRate() {
        return sequence.frameRate();
    }

    @Override
    public ColourDescription colour() {
        return sequence.colour().description();
    }

    /// Such as `av01.0.04M.10`, with `.0.112.09.16.09.0` behind it when monochrome, subsampling or
    /// colour are not the default (AV1 in ISOBMFF, 5).
    @Override
    public String codecString() {
        var colour = sequence.colour();
        var brief =
                "av01.%d.%02d%s.%02d"
                        .formatted(
                                sequence.profile(),
                                sequence.level(),
                                sequence.isHighTier() ? "H" : "M",
                                colour.bitDepth());
        var code = colour.description();
        boolean usual420 = !colour.isMonochrome() && colour.subsamplingX() && colour.subsamplingY();
        boolean usualColour =
                !colour.hasDescription()
                        || code.primaries() == 1 && code.transfer() == 1 && code.matrix() == 1;
        // The default position is unknown; where the colour is not told either, saying 2 only to
        // repeat it would force three unspecified codes into the string.
        boolean usualPosition = colour.chromaPosition() == 0 || !colour.hasDescription();
        if (usual420 && usualColour && usualPosition && !code.fullRange()) {
            return brief;
        }
        return brief
                + ".%d.%d%d%d.%02d.%02d.%02d.%d"
                        .formatted(
                                bit(colour.isMonochrome()),
                                bit(colour.subsamplingX()),
                                bit(colour.subsamplingY()),
                                colour.chromaPosition(),
                                code.primaries(),
                                code.transfer(),
                                code.matrix(),
                                bit(code.fullRange()));
    }

    @Override
    public String sampleEntry() {
        return "av01";
    }

    /// The level as people write it: `4.0`, or `unlimited`.
    public String levelName() {
        int level = sequence.level();
        return level == LEVEL_UNLIMITED ? "unlimited" : (2 + (level >> 2)) + "." + (level & 3);
    }

    private static Av1Configuration of(ByteBuffer units, OptionalInt delay)
            throws MediaFormatException {
        if (units.remaining() > MAX_UNITS_BYTES) {
            throw MediaFormatException.limit(
                    "box av1C", "size of configOBUs", units.remaining(), MAX_UNITS_BYTES);
        }
        var header = Av1Obu.find(units, Av1SequenceHeader.OBU_TYPE);
        var sequence = Av1SequenceHeader.parse(header.payload());
        return new Av1Configuration(delay, Octets.copyOf(units), sequence);
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }
}
