package dev.anabranch.media.ts;

import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.HevcNal;
import dev.anabranch.media.codec.Octets;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// The parameter sets of a configuration as a byte stream, and its messages about the whole stream
/// (mastering display, content light level).
final class VideoHeaders {

    private VideoHeaders() {}

    static NalFraming.ParameterSets of(AvcConfiguration avc) {
        var out = new ByteArrayOutputStream();
        putAll(out, avc.sequenceParameterSets());
        putAll(out, avc.sequenceParameterSetExtensions());
        putAll(out, avc.pictureParameterSets());
        return new NalFraming.ParameterSets(avc.lengthSize(), out.toByteArray());
    }

    static NalFraming.ParameterSets of(HevcConfiguration hevc) {
        var out = new ByteArrayOutputStream();
        putAll(out, hevc.videoParameterSets());
        putAll(out, hevc.sequenceParameterSets());
        putAll(out, hevc.pictureParameterSets());
        putAll(out, hevc.units(HevcNal.PREFIX_SEI));
        return new NalFraming.ParameterSets(hevc.lengthSize(), out.toByteArray());
    }

    private static void putAll(ByteArrayOutputStream out, List<Octets> units) {
        for (var unit : units) {
            put(out, unit.toByteArray());
        }
    }

    private static void put(ByteArrayOutputStream out, byte[] unit) {
        out.writeBytes(new byte[] {0, 0, 0, 1});
        out.writeBytes(unit);
    }
}
