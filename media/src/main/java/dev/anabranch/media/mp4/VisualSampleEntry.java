package dev.anabranch.media.mp4;

import dev.anabranch.media.ContainerPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.Av1Configuration;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.media.codec.Vp8Configuration;
import dev.anabranch.media.codec.Vp9Configuration;
import java.util.Optional;

/// A sample entry of a video track (ISO/IEC 14496-12, 12.1.3): 70 bytes of fields, then boxes.
final class VisualSampleEntry {

    private static final int FIELD_BYTES = 70;
    private static final int RESOLUTION_72_DPI = 0x48_0000;
    private static final int COMPRESSOR_NAME_BYTES = 32;
    private static final int DEPTH_COLOUR = 0x18;

    private VisualSampleEntry() {}

    static SampleEntry parse(Box box) throws MediaFormatException {
        box.payload().skip(FIELD_BYTES);
        var where = box.payload().where();
        var children = Children.of(box.payload(), 0);
        if (SampleEntry.ENCRYPTED.contains(box.type())) {
            return SampleEntry.encrypted(box.type(), TrackKind.VIDEO, children);
        }
        return new SampleEntry(codec(box.type(), children, where), picture(children));
    }

    private static CodecConfiguration codec(String type, Children children, String where)
            throws MediaFormatException {
        return switch (type) {
            case "avc1", "avc3" ->
                    AvcConfiguration.parse(children.require("avcC", where)).withSampleEntry(type);
            case "hvc1", "hev1", "dvh1", "dvhe" ->
                    HevcConfiguration.parse(children.require("hvcC", where));
            case "av01" -> Av1Configuration.parse(children.require("av1C", where));
            case "vp08" -> Vp8Configuration.parse(children.require("vpcC", where));
            case "vp09" -> Vp9Configuration.parse(children.require("vpcC", where));
            default ->
                    SampleEntry.opaque(
                                    type, TrackKind.VIDEO, CodecNames.reason(type, TrackKind.VIDEO))
                            .codec();
        };
    }

    /// A broken `pasp` or `colr` says nothing; the bitstream usually does.
    private static ContainerPicture picture(Children children) {
        Optional<Rational> ratio = Optional.empty();
        Optional<ColourDescription> colour = Optional.empty();
        try {
            var shape = children.find("pasp");
            ratio = shape.isEmpty() ? ratio : PixelAspectRatio.parse(shape.get()).ratio();
            var colours = children.find("colr");
            colour = colours.isEmpty() ? colour : ColourInformation.parse(colours.get());
        } catch (MediaFormatException tooShort) {
            return new ContainerPicture(ratio, colour);
        }
        return new ContainerPicture(ratio, colour);
    }

    static void write(BoxWriter out, VideoConfiguration codec, ContainerPicture picture) {
        int at = out.begin(codec.sampleEntry());
        out.zeros(6).u16(1);
        out.zeros(16).u16(codec.width()).u16(codec.height());
        out.u32(RESOLUTION_72_DPI).u32(RESOLUTION_72_DPI).u32(0).u16(1);
        out.zeros(COMPRESSOR_NAME_BYTES).u16(DEPTH_COLOUR).u16(0xFFFF);
        int record = out.begin(configurationBox(codec));
        out.bytes(configuration(codec));
        out.end(record);
        picture.colour()
                .filter(colour -> !colour.equals(ColourDescription.UNSPECIFIED))
                .ifPresent(colour -> ColourInformation.write(out, colour));
        picture.sampleAspectRatio().ifPresent(ratio -> PixelAspectRatio.of(ratio).write(out));
        out.end(at);
    }

    private static String configurationBox(VideoConfiguration codec) {
        return switch (codec) {
            case AvcConfiguration _ -> "avcC";
            case HevcConfiguration _ -> "hvcC";
            case Av1Configuration _ -> "av1C";
            case Vp8Configuration _, Vp9Configuration _ -> "vpcC";
        };
    }

    private static byte[] configuration(VideoConfiguration codec) {
        return switch (codec) {
            case AvcConfiguration avc -> avc.toBytes();
            case HevcConfiguration hevc -> hevc.toBytes();
            case Av1Configuration av1 -> av1.toBytes();
            case Vp8Configuration vp8 -> vp8.toBytes();
            case Vp9Configuration vp9 -> vp9.toBytes();
        };
    }
}
