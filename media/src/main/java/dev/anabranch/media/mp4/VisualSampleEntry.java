package dev.anabranch.media.mp4;

import dev.anabranch.media.ContainerPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.Av1Configuration;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.DolbyVisionConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.Octets;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.media.codec.Vp8Configuration;
import dev.anabranch.media.codec.Vp9Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sample entry of a video track (ISO/IEC 14496-12, 12.1.3): 70 bytes of fields, then boxes.
final class VisualSampleEntry {

    private static final int FIELD_BYTES = 70;
    private static final int SIZE_OFFSET = 16;

    /// Boxes that are carried along as they are: mastering display, light level, viewing
    /// environment (ISO/IEC 14496-12, 12.1.6 and after; VP9 has its own of these), Dolby Vision.
    private static final List<String> DETAILS =
            List.of("mdcv", "clli", "cclv", "amve", "SmDm", "CoLL", "dvcC", "dvvC", "dvwC");

    /// Ten times the longest that is known.
    private static final int MAX_DETAIL_BYTES = 280;

    private static final int RESOLUTION_72_DPI = 0x48_0000;
    private static final int COMPRESSOR_NAME_BYTES = 32;
    private static final int DEPTH_COLOUR = 0x18;

    private VisualSampleEntry() {}

    /// Width and height of the fields, which count where the codec's headers have none.
    private record Size(int width, int height) {}

    static SampleEntry parse(Box box) throws MediaFormatException {
        box.payload().skip(SIZE_OFFSET);
        var size = new Size(box.payload().u16(), box.payload().u16());
        box.payload().skip(FIELD_BYTES - SIZE_OFFSET - 4);
        var where = box.payload().where();
        var children = Children.of(box.payload(), 0);
        var protection = Protection.ofEntry(box.type(), children);
        if (protection.isPresent()) {
            return SampleEntry.opaque(box.type(), TrackKind.VIDEO, protection.get());
        }
        return new SampleEntry(codec(box.type(), children, size, where), picture(children));
    }

    private static CodecConfiguration codec(String type, Children children, Size size, String where)
            throws MediaFormatException {
        return switch (type) {
            case "avc1", "avc3" ->
                    AvcConfiguration.parse(children.require("avcC", where))
                            .withSampleEntry(type)
                            .withSize(size.width, size.height);
            case "hvc1", "hev1" -> hevc(children, size, where);
            case "dvh1", "dvhe" ->
                    isPlainHevc(children)
                            ? hevc(children, size, where)
                            : opaque(
                                    type,
                                    "Dolby Vision without a plain HEVC picture cannot be played everywhere");
            case "av01" ->
                    Av1Configuration.parse(children.require("av1C", where))
                            .withSize(size.width, size.height);
            case "vp08" ->
                    Vp8Configuration.parse(children.require("vpcC", where))
                            .withSize(size.width, size.height);
            case "vp09" ->
                    Vp9Configuration.parse(children.require("vpcC", where))
                            .withSize(size.width, size.height);
            default -> opaque(type, CodecNames.reason(type, TrackKind.VIDEO));
        };
    }

    /// HEVC becomes `hvc1`, which Apple's players want, whenever the parameter sets are all in the
    /// record, whatever the file calls it.
    private static HevcConfiguration hevc(Children children, Size size, String where)
            throws MediaFormatException {
        var codec = HevcConfiguration.parse(children.require("hvcC", where));
        boolean isComplete =
                !codec.videoParameterSets().isEmpty()
                        && !codec.sequenceParameterSets().isEmpty()
                        && !codec.pictureParameterSets().isEmpty();
        return codec.withSize(size.width, size.height)
                .withSampleEntry(isComplete ? "hvc1" : "hev1");
    }

    private static boolean isPlainHevc(Children children) {
        return new ContainerPicture(Optional.empty(), Optional.empty(), details(children))
                .dolbyVision()
                .map(DolbyVisionConfiguration::hasPlainPicture)
                .orElse(true);
    }

    private static CodecConfiguration opaque(String type, String reason) {
        return SampleEntry.opaque(type, TrackKind.VIDEO, reason).codec();
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
            return new ContainerPicture(ratio, colour, details(children));
        }
        return new ContainerPicture(ratio, colour, details(children));
    }

    private static List<ContainerPicture.Detail> details(Children children) {
        var details = new ArrayList<ContainerPicture.Detail>();
        for (var type : DETAILS) {
            children.find(type)
                    .filter(box -> box.remaining() <= MAX_DETAIL_BYTES)
                    .ifPresent(box ->
                            details.add(
                                    new ContainerPicture.Detail(type, Octets.copyOf(box.rest()))));
        }
        return details;
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
        for (var detail : picture.details()) {
            int box = out.begin(detail.type());
            out.bytes(detail.payload().buffer()).end(box);
        }
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
