package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.media.mp4.BoxReader;
import dev.anabranch.media.mp4.BoxWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// HEVC, as the HEVCDecoderConfigurationRecord tells it (ISO/IEC 14496-15, 8.3.3.1; box `hvcC`).
///
/// @param header the record's fixed fields
/// @param arrays its NAL units by type
/// @param sps the first sequence parameter set of the base layer, read; none when only samples
///   bring it
/// @param width pixels; without a sequence parameter set 0 until [#withSize]
/// @param height pixels; likewise
/// @param sampleEntry `hvc1` when all parameter sets are here, `hev1` when samples may bring their
///   own
public record HevcConfiguration(
        Header header,
        List<Array> arrays,
        Optional<HevcSequenceParameterSet> sps,
        int width,
        int height,
        String sampleEntry)
        implements VideoConfiguration {

    public static final int MAX_ARRAYS = 64;
    public static final int MAX_UNITS_PER_ARRAY = 64;

    /// Bytes of one parameter set: the record has 16 bits for it.
    public static final int MAX_UNIT_BYTES = 0xFFFF;

    /// The fields before the arrays.
    ///
    /// @param minimumSpatialSegmentation min_spatial_segmentation_idc, 0 unknown
    /// @param parallelism parallelismType, 0 unknown
    /// @param averageFrameRateQ8 frames in 256 seconds, 0 unknown
    /// @param constantFrameRate constantFrameRate
    /// @param temporalLayers numTemporalLayers, 0 unknown
    /// @param isTemporalIdNested temporalIdNested
    /// @param lengthSize bytes of the length before each NAL unit of a sample: 1, 2 or 4
    public record Header(
            HevcProfile profile,
            int minimumSpatialSegmentation,
            int parallelism,
            int chromaFormat,
            int bitDepthLuma,
            int bitDepthChroma,
            int averageFrameRateQ8,
            int constantFrameRate,
            int temporalLayers,
            boolean isTemporalIdNested,
            int lengthSize) {

        public Header {
            if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
                throw new IllegalArgumentException("lengthSize=" + lengthSize);
            }
        }
    }

    /// The NAL units of one type.
    ///
    /// @param isComplete array_completeness: samples bring none of this type
    public record Array(int type, boolean isComplete, List<Octets> units) {
        public Array {
            units = List.copyOf(units);
        }
    }

    public HevcConfiguration {
        arrays = List.copyOf(arrays);
        if (!sampleEntry.equals("hvc1") && !sampleEntry.equals("hev1")) {
            throw new IllegalArgumentException("sampleEntry=" + sampleEntry);
        }
    }

    /// Reads the payload of the box `hvcC`; the sample entry is `hvc1` when the record says that
    /// its parameter sets are complete and `hev1` otherwise, until told.
    public static HevcConfiguration parse(ByteBuffer record) throws MediaFormatException {
        var in = new BoxReader(record, "hvcC", 0);
        int version = in.u8();
        // Version 0 was written by early muxers and is the same otherwise.
        if (version > 1) {
            throw MediaFormatException.unsupported(
                    in.where(), "configurationVersion " + version + " is not 1");
        }
        var header = header(in);
        var arrays = new ArrayList<Array>();
        int count = in.u8();
        checkLimit(in, "number of NAL unit arrays", count, MAX_ARRAYS);
        for (int i = 0; i < count; i++) {
            arrays.add(array(in));
        }
        boolean complete =
                !arrays.isEmpty()
                        && arrays.stream()
                                .filter(HevcConfiguration::isSet)
                                .allMatch(Array::isComplete);
        return of(header, arrays, complete ? "hvc1" : "hev1");
    }

    /// The configuration of a stream that brings its parameter sets as NAL units (MPEG-TS, RTP);
    /// lengths of four bytes, sample entry `hvc1`.
    ///
    /// @param videos NAL units of type 32
    /// @param sequences NAL units of type 33, at least one
    /// @param pictures NAL units of type 34
    public static HevcConfiguration of(
            List<ByteBuffer> videos, List<ByteBuffer> sequences, List<ByteBuffer> pictures)
            throws MediaFormatException {
        var arrays =
                List.of(
                        array(HevcNal.VPS, videos),
                        array(HevcNal.SPS, sequences),
                        array(HevcNal.PPS, pictures));
        var first = firstSequence(arrays);
        if (first.isEmpty()) {
            throw MediaFormatException.malformed("", "there is no sequence parameter set");
        }
        var sps = first.get();
        var header =
                new Header(
                        sps.profile(),
                        0,
                        0,
                        sps.chromaFormat(),
                        sps.bitDepthLuma(),
                        sps.bitDepthChroma(),
                        0,
                        0,
                        sps.temporalLayers(),
                        sps.isTemporalIdNested(),
                        4);
        return of(header, arrays, "hvc1");
    }

    /// The payload of `hvcC`.
    public byte[] toBytes() {
        var bits = new BitWriter().bits(8, 1);
        header.profile().write(bits);
        bits.bits(4, 0xF).bits(12, header.minimumSpatialSegmentation());
        bits.bits(6, 0x3F).bits(2, header.parallelism());
        bits.bits(6, 0x3F).bits(2, header.chromaFormat());
        bits.bits(5, 0x1F).bits(3, header.bitDepthLuma() - 8);
        bits.bits(5, 0x1F).bits(3, header.bitDepthChroma() - 8);
        bits.bits(16, header.averageFrameRateQ8()).bits(2, header.constantFrameRate());
        bits.bits(3, header.temporalLayers()).flag(header.isTemporalIdNested());
        bits.bits(2, header.lengthSize() - 1).bits(8, arrays.size());
        var out = new BoxWriter(256).bytes(bits.toByteArray());
        for (var array : arrays) {
            out.u8((array.isComplete() ? 0x80 : 0) | array.type()).u16(array.units().size());
            for (var unit : array.units()) {
                out.u16(unit.size()).bytes(unit.buffer());
            }
        }
        return out.toByteArray();
    }

    public int lengthSize() {
        return header.lengthSize();
    }

    public List<Octets> videoParameterSets() {
        return units(HevcNal.VPS);
    }

    public List<Octets> sequenceParameterSets() {
        return units(HevcNal.SPS);
    }

    public List<Octets> pictureParameterSets() {
        return units(HevcNal.PPS);
    }

    /// All NAL units of one type, such as 39 for SEI messages of the whole stream.
    public List<Octets> units(int type) {
        return arrays.stream()
                .filter(array -> array.type() == type)
                .flatMap(array -> array.units().stream())
                .toList();
    }

    /// The same with another sample entry. With `hvc1` the parameter sets are declared complete, as
    /// that entry demands (ISO/IEC 14496-15, 8.4.1).
    public HevcConfiguration withSampleEntry(String entry) {
        if (!entry.equals("hvc1")) {
            return new HevcConfiguration(header, arrays, sps, width, height, entry);
        }
        var complete =
                arrays.stream()
                        .map(a -> new Array(a.type(), a.isComplete() || isSet(a), a.units()))
                        .toList();
        return new HevcConfiguration(header, complete, sps, width, height, entry);
    }

    /// The same with the size the container tells, which counts only without a sequence parameter
    /// set.
    public HevcConfiguration withSize(int pixelsWide, int pixelsHigh) {
        if (sps.isPresent()) {
            return this;
        }
        return new HevcConfiguration(header, arrays, sps, pixelsWide, pixelsHigh, sampleEntry);
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

    /// Such as `hvc1.1.6.L93.B0` (ISO/IEC 14496-15, Annex E.3).
    @Override
    public String codecString() {
        return sampleEntry + "." + header.profile().codecString();
    }

    private VideoUsability usability() {
        return sps.map(HevcSequenceParameterSet::usability).orElse(VideoUsability.ABSENT);
    }

    private static HevcConfiguration of(Header header, List<Array> arrays, String entry)
            throws MediaFormatException {
        var sps = firstSequence(arrays);
        int width = sps.map(HevcSequenceParameterSet::width).orElse(0);
        int height = sps.map(HevcSequenceParameterSet::height).orElse(0);
        return new HevcConfiguration(header, arrays, sps, width, height, entry);
    }

    private static Optional<HevcSequenceParameterSet> firstSequence(List<Array> arrays)
            throws MediaFormatException {
        for (var array : arrays) {
            for (var unit : array.units()) {
                if (array.type() == HevcNal.SPS && HevcNal.layer(unit.buffer()) == 0) {
                    return Optional.of(HevcSequenceParameterSet.parse(unit.buffer()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSet(Array array) {
        return array.type() >= HevcNal.VPS && array.type() <= HevcNal.PPS;
    }

    private static Header header(BoxReader in) throws MediaFormatException {
        var bits = new BitReader(ByteBuffer.wrap(in.bytes(21)), "hvcC");
        var profile = HevcProfile.parse(bits);
        int segmentation = bits.bits(16) & 0xFFF;
        int parallelism = bits.bits(8) & 3;
        int chromaFormat = bits.bits(8) & 3;
        int luma = 8 + (bits.bits(8) & 7);
        int chroma = 8 + (bits.bits(8) & 7);
        int averageRate = bits.bits(16);
        int constantRate = bits.bits(2);
        int layers = bits.bits(3);
        boolean nested = bits.flag();
        int lengthSize = 1 + bits.bits(2);
        if (lengthSize == 3) {
            throw in.malformed("lengthSizeMinusOne is 2, which is reserved");
        }
        return new Header(
                profile,
                segmentation,
                parallelism,
                chromaFormat,
                luma,
                chroma,
                averageRate,
                constantRate,
                layers,
                nested,
                lengthSize);
    }

    private static Array array(BoxReader in) throws MediaFormatException {
        int first = in.u8();
        int count = in.u16();
        checkLimit(in, "number of NAL units of one type", count, MAX_UNITS_PER_ARRAY);
        var units = new ArrayList<Octets>(count);
        for (int i = 0; i < count; i++) {
            units.add(unit(Octets.of(in.bytes(in.u16())), in.where()));
        }
        return new Array(first & 0x3F, (first & 0x80) != 0, units);
    }

    private static Array array(int type, List<ByteBuffer> from) throws MediaFormatException {
        if (from.size() > MAX_UNITS_PER_ARRAY) {
            throw MediaFormatException.limit(
                    "", "number of NAL units of one type", from.size(), MAX_UNITS_PER_ARRAY);
        }
        var units = new ArrayList<Octets>(from.size());
        for (var unit : from) {
            units.add(unit(Octets.copyOf(unit), "NAL unit type " + type));
        }
        return new Array(type, true, units);
    }

    private static Octets unit(Octets unit, String where) throws MediaFormatException {
        if (unit.size() < 2) {
            throw MediaFormatException.malformed(
                    where, "a NAL unit of " + unit.size() + " bytes has no room for its header");
        }
        if (unit.size() > MAX_UNIT_BYTES) {
            throw MediaFormatException.limit(
                    where, "size of a parameter set", unit.size(), MAX_UNIT_BYTES);
        }
        return unit;
    }

    private static void checkLimit(BoxReader in, String name, int actual, int maximum)
            throws MediaFormatException {
        if (actual > maximum) {
            throw MediaFormatException.limit(in.where(), name, actual, maximum);
        }
    }
}
