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
/// @param header the record's fixed fields
/// @param sequenceParameterSets NAL units of type 7, up to 31; none when only samples bring them
/// @param pictureParameterSets NAL units of type 8, up to 255
/// @param sequenceParameterSetExtensions NAL units of type 13, up to 255
/// @param sps the first sequence parameter set, read
/// @param width pixels after cropping; without a sequence parameter set 0 until [#withSize]
/// @param height pixels after cropping; likewise
/// @param sampleEntry `avc1` when all parameter sets are here, `avc3` when samples may bring their
///   own
public record AvcConfiguration(
        Header header,
        List<Octets> sequenceParameterSets,
        List<Octets> pictureParameterSets,
        List<Octets> sequenceParameterSetExtensions,
        Optional<AvcSequenceParameterSet> sps,
        int width,
        int height,
        String sampleEntry)
        implements VideoConfiguration {

    public static final int MAX_SEQUENCE_PARAMETER_SETS = 31;
    public static final int MAX_PICTURE_PARAMETER_SETS = 255;

    /// Bytes of one parameter set: the record has 16 bits for it.
    public static final int MAX_PARAMETER_SET_BYTES = 0xFFFF;

    /// The fields around the parameter sets, which hold for all of them.
    ///
    /// @param profile profile_idc
    /// @param constraints the constraint flags all sequence parameter sets share
    /// @param level level_idc, the highest
    /// @param lengthSize bytes of the length before each NAL unit of a sample: 1, 2 or 4
    /// @param chromaFormat chroma_format_idc
    public record Header(
            int profile,
            int constraints,
            int level,
            int lengthSize,
            int chromaFormat,
            int bitDepthLuma,
            int bitDepthChroma) {

        public Header {
            if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
                throw new IllegalArgumentException("lengthSize=" + lengthSize);
            }
        }

        private Header(List<Octets> sequences, AvcSequenceParameterSet first, int lengthSize) {
            this(
                    first.profile(),
                    sequences.stream().mapToInt(set -> set.at(2)).reduce(0xFF, (a, b) -> a & b),
                    sequences.stream().mapToInt(set -> set.at(3)).max().orElse(0),
                    lengthSize,
                    first.chromaFormat(),
                    first.bitDepthLuma(),
                    first.bitDepthChroma());
        }
    }

    public AvcConfiguration {
        sequenceParameterSets = List.copyOf(sequenceParameterSets);
        pictureParameterSets = List.copyOf(pictureParameterSets);
        sequenceParameterSetExtensions = List.copyOf(sequenceParameterSetExtensions);
        if (!sampleEntry.equals("avc1") && !sampleEntry.equals("avc3")) {
            throw new IllegalArgumentException("sampleEntry=" + sampleEntry);
        }
        if (sequenceParameterSets.size() > MAX_SEQUENCE_PARAMETER_SETS
                || pictureParameterSets.size() > MAX_PICTURE_PARAMETER_SETS
                || sequenceParameterSetExtensions.size() > MAX_PICTURE_PARAMETER_SETS) {
            throw new IllegalArgumentException(
                    "parameter sets="
                            + sequenceParameterSets.size()
                            + ", "
                            + pictureParameterSets.size());
        }
    }

    /// Reads the payload of the box `avcC`; the sample entry is `avc1` until told otherwise, `avc3`
    /// when the record has no sequence parameter set.
    public static AvcConfiguration parse(ByteBuffer record) throws MediaFormatException {
        var in = new BoxReader(record, "avcC", 0);
        int version = in.u8();
        if (version != 1) {
            throw MediaFormatException.unsupported(
                    in.where(), "configurationVersion " + version + " is not 1");
        }
        int profile = in.u8();
        int constraints = in.u8();
        int level = in.u8();
        int lengthSize = 1 + (in.u8() & 3);
        if (lengthSize == 3) {
            throw in.malformed("lengthSizeMinusOne is 2, which is reserved");
        }
        var sequences = parameterSets(in, in.u8() & 0x1F);
        var pictures = parameterSets(in, in.u8());
        // Old muxers leave out what follows, which a sequence parameter set tells as well.
        boolean more = AvcSequenceParameterSet.isHigh(profile) && in.remaining() >= 4;
        int chroma = more ? in.u8() & 3 : 1;
        int depthLuma = more ? 8 + (in.u8() & 7) : 8;
        int depthChroma = more ? 8 + (in.u8() & 7) : 8;
        var extensions = more ? parameterSets(in, in.u8()) : List.<Octets>of();
        if (sequences.isEmpty()) {
            var header =
                    new Header(
                            profile,
                            constraints,
                            level,
                            lengthSize,
                            chroma,
                            depthLuma,
                            depthChroma);
            return new AvcConfiguration(
                    header, List.of(), pictures, extensions, Optional.empty(), 0, 0, "avc3");
        }
        return of(lengthSize, sequences, pictures, extensions);
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
        var pictureSets = parameterSets(pictures, "picture", MAX_PICTURE_PARAMETER_SETS);
        return of(4, sets, pictureSets, List.of());
    }

    /// The payload of `avcC`, complete: what old muxers leave out is written.
    public byte[] toBytes() {
        var out = new BoxWriter(64).u8(1);
        out.u8(header.profile()).u8(header.constraints()).u8(header.level());
        out.u8(0xFC | (header.lengthSize() - 1)).u8(0xE0 | sequenceParameterSets.size());
        write(out, sequenceParameterSets);
        out.u8(pictureParameterSets.size());
        write(out, pictureParameterSets);
        if (AvcSequenceParameterSet.isHigh(header.profile())) {
            out.u8(0xFC | header.chromaFormat());
            out.u8(0xF8 | (header.bitDepthLuma() - 8)).u8(0xF8 | (header.bitDepthChroma() - 8));
            out.u8(sequenceParameterSetExtensions.size());
            write(out, sequenceParameterSetExtensions);
        }
        return out.toByteArray();
    }

    public int lengthSize() {
        return header.lengthSize();
    }

    public AvcConfiguration withSampleEntry(String entry) {
        return new AvcConfiguration(
                header,
                sequenceParameterSets,
                pictureParameterSets,
                sequenceParameterSetExtensions,
                sps,
                width,
                height,
                entry);
    }

    /// The same with the size the container tells, which counts only without a sequence parameter
    /// set.
    public AvcConfiguration withSize(int pixelsWide, int pixelsHigh) {
        if (sps.isPresent()) {
            return this;
        }
        return new AvcConfiguration(
                header,
                sequenceParameterSets,
                pictureParameterSets,
                sequenceParameterSetExtensions,
                sps,
                pixelsWide,
                pixelsHigh,
                sampleEntry);
    }

    @Override
    public Rational sampleAspectRatio() {
        return usability().sampleAspectRatio();
    }

    @Override
    public Optional<Rational> frameRate() {
        return usability().frameRate();
    }

    @Override
    public ColourDescription colour() {
        return usability().colour();
    }

    /// Such as `avc1.64001f` (RFC 6381, 3.3).
    @Override
    public String codecString() {
        return "%s.%02x%02x%02x"
                .formatted(sampleEntry, header.profile(), header.constraints(), header.level());
    }

    private VideoUsability usability() {
        return sps.map(AvcSequenceParameterSet::usability).orElse(VideoUsability.ABSENT);
    }

    private static AvcConfiguration of(
            int lengthSize, List<Octets> sequences, List<Octets> pictures, List<Octets> extensions)
            throws MediaFormatException {
        var sps = AvcSequenceParameterSet.parse(sequences.getFirst().buffer());
        // A record whose own profile byte is wrong may have them where the profile has none.
        boolean high = AvcSequenceParameterSet.isHigh(sps.profile());
        return new AvcConfiguration(
                new Header(sequences, sps, lengthSize),
                sequences,
                pictures,
                high ? extensions : List.of(),
                Optional.of(sps),
                sps.width(),
                sps.height(),
                "avc1");
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
            if (unit.remaining() < 4) {
                throw MediaFormatException.malformed(
                        "", "a " + kind + " parameter set of " + unit.remaining() + " bytes");
            }
            sets.add(Octets.copyOf(unit));
        }
        return sets;
    }

    private static void write(BoxWriter out, List<Octets> sets) {
        for (var set : sets) {
            out.u16(set.size()).bytes(set.buffer());
        }
    }
}
