package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.media.mp4.BoxReader;
import dev.anabranch.media.mp4.BoxWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// H.264, as the AVCDecoderConfigurationRecord tells it (ISO/IEC 14496-15, 5.3.3.1; box `avcC`).
///
/// @param lengthSize bytes of the length before each NAL unit of a sample: 1, 2 or 4
/// @param sequenceParameterSets NAL units of type 7, 1 to 31
/// @param pictureParameterSets NAL units of type 8, 0 to 255
/// @param sequenceParameterSetExtensions NAL units of type 13, 0 to 255
/// @param sps the first sequence parameter set, read
/// @param sampleEntry `avc1` when all parameter sets are here, `avc3` when samples may bring their
///   own
public record AvcConfiguration(
        int lengthSize,
        List<Octets> sequenceParameterSets,
        List<Octets> pictureParameterSets,
        List<Octets> sequenceParameterSetExtensions,
        AvcSequenceParameterSet sps,
        String sampleEntry)
        implements VideoConfiguration {

    public static final int MAX_SEQUENCE_PARAMETER_SETS = 31;
    public static final int MAX_PICTURE_PARAMETER_SETS = 255;

    /// Bytes of one parameter set: the record has 16 bits for it.
    public static final int MAX_PARAMETER_SET_BYTES = 0xFFFF;

    public AvcConfiguration {
        sequenceParameterSets = List.copyOf(sequenceParameterSets);
        pictureParameterSets = List.copyOf(pictureParameterSets);
        sequenceParameterSetExtensions = List.copyOf(sequenceParameterSetExtensions);
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw new IllegalArgumentException("lengthSize=" + lengthSize);
        }
        if (!sampleEntry.equals("avc1") && !sampleEntry.equals("avc3")) {
            throw new IllegalArgumentException("sampleEntry=" + sampleEntry);
        }
        require(sequenceParameterSets, 1, MAX_SEQUENCE_PARAMETER_SETS);
        require(pictureParameterSets, 0, MAX_PICTURE_PARAMETER_SETS);
        require(sequenceParameterSetExtensions, 0, MAX_PICTURE_PARAMETER_SETS);
    }

    /// Reads the payload of the box `avcC`; the sample entry is `avc1` until told otherwise.
    public static AvcConfiguration parse(ByteBuffer record) throws MediaFormatException {
        var in = new BoxReader(record, "avcC", 0);
        int version = in.u8();
        if (version != 1) {
            throw MediaFormatException.unsupported(
                    in.where(), "configurationVersion " + version + " is not 1");
        }
        int profile = in.u8();
        in.skip(2);
        int lengthSize = 1 + (in.u8() & 3);
        if (lengthSize == 3) {
            throw in.malformed("lengthSizeMinusOne is 2, which is reserved");
        }
        var sequences = parameterSets(in, in.u8() & 0x1F);
        if (sequences.isEmpty()) {
            throw MediaFormatException.unsupported(
                    in.where(), "the record has no sequence parameter set");
        }
        var pictures = parameterSets(in, in.u8());
        List<Octets> extensions = List.of();
        if (AvcSequenceParameterSet.isHigh(profile) && in.remaining() >= 4) {
            // Chroma format and bit depths repeat what the SPS says.
            in.skip(3);
            extensions = parameterSets(in, in.u8());
        }
        var sps = AvcSequenceParameterSet.parse(sequences.getFirst().buffer());
        return new AvcConfiguration(lengthSize, sequences, pictures, extensions, sps, "avc1");
    }

    /// The configuration of a stream that brings its parameter sets as NAL units (MPEG-TS, RTP);
    /// lengths of four bytes, sample entry `avc1`.
    ///
    /// @param sequences NAL units of type 7, at least one
    /// @param pictures NAL units of type 8
    public static AvcConfiguration of(List<ByteBuffer> sequences, List<ByteBuffer> pictures)
            throws MediaFormatException {
        var sets = parameterSets(sequences, "sequence", MAX_SEQUENCE_PARAMETER_SETS);
        if (sets.isEmpty()) {
            throw MediaFormatException.malformed("", "there is no sequence parameter set");
        }
        return new AvcConfiguration(
                4,
                sets,
                parameterSets(pictures, "picture", MAX_PICTURE_PARAMETER_SETS),
                List.of(),
                AvcSequenceParameterSet.parse(sets.getFirst().buffer()),
                "avc1");
    }

    /// The payload of `avcC`.
    public byte[] toBytes() {
        var out = new BoxWriter(64);
        out.u8(1).u8(profile()).u8(constraints()).u8(level()).u8(0xFC | (lengthSize - 1));
        out.u8(0xE0 | sequenceParameterSets.size());
        write(out, sequenceParameterSets);
        out.u8(pictureParameterSets.size());
        write(out, pictureParameterSets);
        if (AvcSequenceParameterSet.isHigh(profile())) {
            out.u8(0xFC | sps.chromaFormat());
            out.u8(0xF8 | (sps.bitDepthLuma() - 8)).u8(0xF8 | (sps.bitDepthChroma() - 8));
            out.u8(sequenceParameterSetExtensions.size());
            write(out, sequenceParameterSetExtensions);
        }
        return out.toByteArray();
    }

    /// profile_idc.
    public int profile() {
        return sps.profile();
    }

    /// The constraint flags all sequence parameter sets share.
    public int constraints() {
        return sequenceParameterSets.stream()
                .mapToInt(set -> set.at(2))
                .reduce(0xFF, (a, b) -> a & b);
    }

    /// level_idc: the highest of all sequence parameter sets.
    public int level() {
        return sequenceParameterSets.stream().mapToInt(set -> set.at(3)).max().orElseThrow();
    }

    public AvcConfiguration withSampleEntry(String entry) {
        return new AvcConfiguration(
                lengthSize,
                sequenceParameterSets,
                pictureParameterSets,
                sequenceParameterSetExtensions,
                sps,
                entry);
    }

    @Override
    public int width() {
        return sps.width();
    }

    @Override
    public int height() {
        return sps.height();
    }

    @Override
    public Rational sampleAspectRatio() {
        return sps.usability().sampleAspectRatio();
    }

    @Override
    public Optional<Rational> frameRate() {
        return sps.usability().frameRate();
    }

    @Override
    public ColourDescription colour() {
        return sps.usability().colour();
    }

    /// Such as `avc1.64001f` (RFC 6381, 3.3).
    @Override
    public String codecString() {
        return "%s.%02x%02x%02x".formatted(sampleEntry, profile(), constraints(), level());
    }

    private static List<Octets> parameterSets(BoxReader in, int count) throws MediaFormatException {
        var sets = new ArrayList<Octets>(count);
        for (int i = 0; i < count; i++) {
            var set = Octets.of(in.bytes(in.u16()));
            if (set.size() < 4) {
                throw in.malformed("a parameter set of " + set.size() + " bytes is too short");
            }
            sets.add(set);
        }
        return sets;
    }

    private static List<Octets> parameterSets(List<ByteBuffer> units, String kind, int maximum)
            throws MediaFormatException {
        if (units.size() > maximum) {
            throw MediaFormatException.limit(
                    "", "number of " + kind + " parameter sets", units.size(), maximum);
        }
        var sets = new ArrayList<Octets>(units.size());
        for (var unit : units) {
            if (unit.remaining() > MAX_PARAMETER_SET_BYTES) {
                throw MediaFormatException.limit(
                        "",
                        "size of a " + kind + " parameter set",
                        unit.remaining(),
                        MAX_PARAMETER_SET_BYTES);
            }
            sets.add(Octets.copyOf(unit));
        }
        return sets;
    }

    private static void require(List<Octets> sets, int minimum, int maximum) {
        if (sets.size() < minimum || sets.size() > maximum) {
            throw new IllegalArgumentException("parameter sets=" + sets.size());
        }
    }

    private static void write(BoxWriter out, List<Octets> sets) {
        for (var set : sets) {
            out.u16(set.size()).bytes(set.buffer());
        }
    }
}
