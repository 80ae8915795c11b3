package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// E-AC-3, as the box `dec3` tells it (ETSI TS 102 366, F.6), with joint object coding, that is
/// Dolby Atmos (TS 103 420, C.3).
///
/// @param kilobitsPerSecond data_rate
/// @param substreams the independent substreams, 1 to 8; the first is the programme that is played
/// @param jointObjects complexity_index_type_a, 0 without joint object coding
/// @param sampleRateHz 16000 to 48000; `dec3` does not tell the three half rates apart, so 24000
///   may stand for 22050 or 16000
/// @param samplesPerFrame samples of one access unit: 1536, or fewer in streams of shorter frames,
///   which `dec3` does not tell
public record Eac3Configuration(
        int kilobitsPerSecond,
        List<Substream> substreams,
        int jointObjects,
        int sampleRateHz,
        int samplesPerFrame)
        implements AudioConfiguration {

    public static final int MAX_SUBSTREAMS = 8;

    private static final int MAX_KILOBITS = 0x1FFF;

    /// An independent substream and what its dependent ones add.
    ///
    /// @param sampleRateCode fscod; 3 for the half rates, of which `dec3` does not tell which
    /// @param dependents num_dep_sub, 0 to 15
    /// @param locations chan_loc, nine bits
    public record Substream(
            int sampleRateCode,
            int bitStreamId,
            boolean isAssociated,
            int bitStreamMode,
            int audioCodingMode,
            boolean hasLowFrequency,
            int dependents,
            int locations) {

        int channelMap() {
            int map = DolbyChannels.ofCodingMode(audioCodingMode, hasLowFrequency);
            return dependents == 0 ? map : map | DolbyChannels.ofLocations(locations);
        }
    }

    public Eac3Configuration {
        substreams = List.copyOf(substreams);
        if (substreams.isEmpty() || substreams.size() > MAX_SUBSTREAMS) {
            throw new IllegalArgumentException("substreams=" + substreams.size());
        }
        if (kilobitsPerSecond < 0 || kilobitsPerSecond > MAX_KILOBITS) {
            throw new IllegalArgumentException("kilobitsPerSecond=" + kilobitsPerSecond);
        }
    }

    /// Reads the payload of the box `dec3`.
    public static Eac3Configuration parse(ByteBuffer record) throws MediaFormatException {
        var in = new BitReader(record, "box dec3");
        int kilobits = in.bits(13);
        int count = 1 + in.bits(3);
        var substreams = new ArrayList<Substream>(count);
        for (int i = 0; i < count; i++) {
            substreams.add(substream(in));
        }
        int objects = 0;
        if (in.remaining() >= 16) {
            in.skip(7);
            objects = in.flag() ? in.bits(8) : 0;
        }
        int code = substreams.getFirst().sampleRateCode();
        int rate = code == 3 ? 24_000 : Ac3Header.rateHz(code);
        return new Eac3Configuration(kilobits, substreams, objects, rate, Ac3Header.SAMPLES);
    }

    /// The configuration of a stream by the frames of one access unit, an independent frame first.
    ///
    /// @param frames their headers, read from whole frames
    public static Eac3Configuration of(List<Eac3Header> frames) throws MediaFormatException {
        if (frames.isEmpty() || !frames.getFirst().startsAccessUnit()) {
            throw MediaFormatException.malformed(
                    "E-AC-3", "the access unit does not begin with an independent frame");
        }
        var substreams = new ArrayList<Substream>();
        int bytes = 0;
        int objects = 0;
        for (var frame : frames) {
            bytes += frame.frameBytes();
            objects = Math.max(objects, frame.jointObjects());
            if (frame.type() != Eac3Header.StreamType.DEPENDENT) {
                substreams.add(substream(frame));
                continue;
            }
            substreams.add(withDependent(substreams.removeLast(), frame));
        }
        if (substreams.size() > MAX_SUBSTREAMS) {
            throw MediaFormatException.limit(
                    "E-AC-3", "number of substreams", substreams.size(), MAX_SUBSTREAMS);
        }
        var first = frames.getFirst();
        long kilobits = 8L * bytes * first.sampleRateHz() / first.samples() / 1000;
        int rate = (int) Math.min(kilobits, MAX_KILOBITS);
        return new Eac3Configuration(
                rate, substreams, objects, first.sampleRateHz(), first.samples());
    }

    /// The payload of `dec3`.
    public byte[] toBytes() {
        var out = new BitWriter().bits(13, kilobitsPerSecond).bits(3, substreams.size() - 1L);
        for (var substream : substreams) {
            out.bits(2, substream.sampleRateCode()).bits(5, substream.bitStreamId()).bits(1, 0);
            out.flag(substream.isAssociated()).bits(3, substream.bitStreamMode());
            out.bits(3, substream.audioCodingMode()).flag(substream.hasLowFrequency());
            out.bits(3, 0).bits(4, substream.dependents());
            out.bits(substream.dependents() > 0 ? 9 : 1, substream.locations());
        }
        if (jointObjects > 0) {
            out.bits(7, 0).flag(true).bits(8, jointObjects);
        }
        return out.toByteArray();
    }

    /// Channels of the first programme's bed; joint objects are not counted.
    @Override
    public int channels() {
        return layout().channels();
    }

    @Override
    public ChannelLayout layout() {
        return DolbyChannels.layout(substreams.getFirst().channelMap(), jointObjects);
    }

    @Override
    public String codecString() {
        return "ec-3";
    }

    @Override
    public String sampleEntry() {
        return "ec-3";
    }

    private static Substream substream(BitReader in) throws MediaFormatException {
        int rate = in.bits(2);
        int id = in.bits(5);
        in.skip(1);
        boolean associated = in.flag();
        int mode = in.bits(3);
        int coding = in.bits(3);
        boolean lowFrequency = in.flag();
        in.skip(3);
        int dependents = in.bits(4);
        int locations = in.bits(dependents > 0 ? 9 : 1);
        return new Substream(
                rate,
                id,
                associated,
                mode,
                coding,
                lowFrequency,
                dependents,
                dependents > 0 ? locations : 0);
    }

    private static Substream substream(Eac3Header frame) {
        return new Substream(
                frame.sampleRateCode(),
                frame.bitStreamId(),
                false,
                frame.bitStreamMode(),
                frame.audioCodingMode(),
                frame.hasLowFrequency(),
                0,
                0);
    }

    private static Substream withDependent(Substream main, Eac3Header frame) {
        int map =
                frame.channelMap() != 0
                        ? frame.channelMap()
                        : DolbyChannels.ofCodingMode(
                                frame.audioCodingMode(), frame.hasLowFrequency());
        return new Substream(
                main.sampleRateCode(),
                main.bitStreamId(),
                main.isAssociated(),
                main.bitStreamMode(),
                main.audioCodingMode(),
                main.hasLowFrequency(),
                Math.min(main.dependents() + 1, 15),
                main.locations() | DolbyChannels.locations(map));
    }
}
