package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/// AV1, as the AV1CodecConfigurationRecord tells it (AV1 in ISOBMFF, 2.3.3; box `av1C`).
///
/// A record without a sequence header, which is allowed, leaves size and colour to the container.
///
/// @param profile seq_profile: 0 Main, 1 High, 2 Professional
/// @param level seq_level_idx of the first operating point: 8 is 4.0, 31 unlimited
/// @param isHighTier seq_tier of the first operating point
/// @param samples bit depth, subsampling and colour
/// @param presentationDelay initial_presentation_delay in frames, when given
/// @param units configOBUs: the sequence header and perhaps metadata, each with its size
/// @param sequence the sequence header, read
/// @param width pixels; without a sequence header 0 until [#withSize]
/// @param height pixels; likewise
public record Av1Configuration(
        int profile,
        int level,
        boolean isHighTier,
        Av1SequenceHeader.Samples samples,
        OptionalInt presentationDelay,
        Octets units,
        Optional<Av1SequenceHeader> sequence,
        int width,
        int height)
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
        var told = told(in);
        in.skip(3);
        boolean hasDelay = in.flag();
        int delay = in.bits(4);
        var presentationDelay = hasDelay ? OptionalInt.of(delay + 1) : OptionalInt.empty();
        int at = record.position() + FIXED_BYTES;
        var units = record.slice(at, record.limit() - at);
        checkSize(units);
        var header = Av1Obu.find(units, Av1SequenceHeader.OBU_TYPE);
        if (header.isPresent()) {
            var sequence = Av1SequenceHeader.parse(header.get().payload());
            return of(sequence, presentationDelay, Octets.copyOf(units));
        }
        return new Av1Configuration(
                told.profile(),
                told.level(),
                told.isHighTier(),
                told.samples(),
                presentationDelay,
                Octets.copyOf(units),
                Optional.empty(),
                0,
                0);
    }

    /// The configuration of a stream by OBUs among which is its sequence header: those of the first
    /// temporal unit (RTP, MPEG-TS, Matroska without a private part). Only the sequence header is
    /// kept.
    public static Av1Configuration of(ByteBuffer temporalUnit) throws MediaFormatException {
        var header = Av1Obu.find(temporalUnit, Av1SequenceHeader.OBU_TYPE);
        if (header.isEmpty()) {
            throw MediaFormatException.malformed("AV1 temporal unit", "it has no sequence header");
        }
        checkSize(header.get().payload());
        var sequence = Av1SequenceHeader.parse(header.get().payload());
        return of(sequence, OptionalInt.empty(), Octets.of(header.get().withSize()));
    }

    /// The payload of `av1C`.
    public byte[] toBytes() {
        var out = new BitWriter().bits(8, MARKER_AND_VERSION);
        out.bits(3, profile).bits(5, level).flag(isHighTier);
        out.flag(samples.bitDepth() > 8).flag(samples.bitDepth() == 12);
        out.flag(samples.isMonochrome());
        out.flag(samples.subsamplingX()).flag(samples.subsamplingY());
        out.bits(2, samples.chromaPosition()).bits(3, 0).flag(presentationDelay.isPresent());
        out.bits(4, presentationDelay.isPresent() ? presentationDelay.getAsInt() - 1 : 0);
        return out.bytes(units.toByteArray()).toByteArray();
    }

    /// The same with the size the container tells, which counts only without a sequence header.
    public Av1Configuration withSize(int pixelsWide, int pixelsHigh) {
        return sequence.isPresent() ? this : with(samples, pixelsWide, pixelsHigh);
    }

    /// The same with the colour the container tells (`colr`), which counts only where the sequence
    /// header has none.
    public Av1Configuration withColour(ColourDescription colour) {
        if (samples.hasDescription()) {
            return this;
        }
        var described =
                new Av1SequenceHeader.Samples(
                        samples.bitDepth(),
                        samples.isMonochrome(),
                        samples.subsamplingX(),
                        samples.subsamplingY(),
                        samples.chromaPosition(),
                        true,
                        colour);
        return with(described, width, height);
    }

    /// 1/1: AV1 has none, only the container can tell.
    @Override
    public Rational sampleAspectRatio() {
        return Rational.ONE;
    }

    @Override
    public Optional<Rational> frameRate() {
        return sequence.flatMap(Av1SequenceHeader::frameRate);
    }

    @Override
    public ColourDescription colour() {
        return samples.description();
    }

    /// Such as `av01.0.04M.10`, with `.0.112.09.16.09.0` behind it when monochrome, subsampling or
    /// colour are not the default (AV1 in ISOBMFF, 5).
    @Override
    public String codecString() {
        var brief =
                "av01.%d.%02d%s.%02d"
                        .formatted(profile, level, isHighTier ? "H" : "M", samples.bitDepth());
        var code = samples.description();
        boolean usual420 =
                !samples.isMonochrome() && samples.subsamplingX() && samples.subsamplingY();
        boolean usualColour =
                !samples.hasDescription()
                        || code.primaries() == 1 && code.transfer() == 1 && code.matrix() == 1;
        // The default position is unknown; where the colour is not told either, saying 2 only to
        // repeat it would force three unspecified codes into the string.
        boolean usualPosition = samples.chromaPosition() == 0 || !samples.hasDescription();
        if (usual420 && usualColour && usualPosition && !code.fullRange()) {
            return brief;
        }
        return brief
                + ".%d.%d%d%d.%02d.%02d.%02d.%d"
                        .formatted(
                                bit(samples.isMonochrome()),
                                bit(samples.subsamplingX()),
                                bit(samples.subsamplingY()),
                                samples.chromaPosition(),
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
        return level == LEVEL_UNLIMITED ? "unlimited" : (2 + (level >> 2)) + "." + (level & 3);
    }

    /// The fields that repeat the sequence header, and nothing of what they leave out.
    private static Av1SequenceHeader told(BitReader in) throws MediaFormatException {
        int profile = in.bits(3);
        int level = in.bits(5);
        boolean highTier = in.flag();
        int depth = in.flag() ? 10 : 8;
        depth += in.flag() ? 2 : 0;
        var samples =
                new Av1SequenceHeader.Samples(
                        depth,
                        in.flag(),
                        in.flag(),
                        in.flag(),
                        in.bits(2),
                        false,
                        ColourDescription.UNSPECIFIED);
        return new Av1SequenceHeader(profile, level, highTier, 0, 0, Optional.empty(), samples);
    }

    private static Av1Configuration of(
            Av1SequenceHeader sequence, OptionalInt delay, Octets units) {
        return new Av1Configuration(
                sequence.profile(),
                sequence.level(),
                sequence.isHighTier(),
                sequence.samples(),
                delay,
                units,
                Optional.of(sequence),
                sequence.width(),
                sequence.height());
    }

    private Av1Configuration with(Av1SequenceHeader.Samples told, int pixelsWide, int pixelsHigh) {
        return new Av1Configuration(
                profile,
                level,
                isHighTier,
                told,
                presentationDelay,
                units,
                sequence,
                pixelsWide,
                pixelsHigh);
    }

    private static void checkSize(ByteBuffer units) throws MediaFormatException {
        if (units.remaining() > MAX_UNITS_BYTES) {
            throw MediaFormatException.limit(
                    "box av1C", "size of configOBUs", units.remaining(), MAX_UNITS_BYTES);
        }
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }
}
