package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.Octets;
import dev.anabranch.media.mp4.BoxReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/// The parameter sets of a configuration as a byte stream.
final class VideoHeaders {

    private VideoHeaders() {}

    static NalFraming.ParameterSets of(AvcConfiguration avc) {
        var out = new ByteArrayOutputStream();
        putAll(out, avc.sequenceParameterSets());
        putAll(out, avc.sequenceParameterSetExtensions());
        putAll(out, avc.pictureParameterSets());
        return new NalFraming.ParameterSets(avc.lengthSize(), out.toByteArray());
    }

    static NalFraming.ParameterSets of(HevcConfiguration hevc) throws MediaFormatException {
        var in = new BoxReader(ByteBuffer.wrap(hevc.toBytes()), "hvcC", 0);
        in.skip(21);
        int lengthSize = (in.u8() & 3) + 1;
        var out = new ByteArrayOutputStream();
        for (int arrays = in.u8(); arrays > 0; arrays--) {
            in.skip(1);
            for (int units = in.u16(); units > 0; units--) {
                put(out, in.bytes(in.u16()));
            }
        }
        return new NalFraming.ParameterSets(lengthSize, out.toByteArray());
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
