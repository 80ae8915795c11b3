package dev.anabranch.media.mp4;

import dev.anabranch.media.ContainerPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.OpaqueConfiguration;

/// One entry of `stsd` (ISO/IEC 14496-12, 8.5.2): a codec configuration and what the container says
/// beside it.
record SampleEntry(CodecConfiguration codec, ContainerPicture picture) {

    private static final int RESERVED_AND_REFERENCE_BYTES = 8;

    SampleEntry(CodecConfiguration codec) {
        this(codec, ContainerPicture.UNSPECIFIED);
    }

    /// Reads one entry. An entry whose codec is not handled, or whose configuration cannot be read,
    /// is an [OpaqueConfiguration] with the reason.
    ///
    /// @param descriptionVersion of `stsd`, which decides how sound entries are laid out
    static SampleEntry parse(Box box, TrackKind kind, int descriptionVersion) {
        try {
            box.payload().skip(RESERVED_AND_REFERENCE_BYTES);
            return switch (kind) {
                case VIDEO -> VisualSampleEntry.parse(box);
                case AUDIO -> AudioSampleEntry.parse(box, descriptionVersion);
                case TEXT -> TextSampleEntry.parse(box);
                case METADATA -> opaque(box.type(), kind, CodecNames.reason(box.type(), kind));
            };
        } catch (MediaFormatException unreadable) {
            return opaque(
                    box.type(),
                    kind,
                    "the "
                            + CodecNames.of(box.type())
                            + " configuration cannot be read: "
                            + unreadable.getMessage());
        }
    }

    static SampleEntry opaque(String type, TrackKind kind, String reason) {
        return new SampleEntry(new OpaqueConfiguration(kind, BoxReader.printable(type), reason));
    }

    /// Writes one entry for `codec`.
    static void write(BoxWriter out, CodecConfiguration codec, ContainerPicture picture) {
        switch (codec) {
            case dev.anabranch.media.codec.VideoConfiguration video ->
                    VisualSampleEntry.write(out, video, picture);
            case dev.anabranch.media.codec.AudioConfiguration audio ->
                    AudioSampleEntry.write(out, audio);
            case dev.anabranch.media.codec.TextConfiguration text ->
                    TextSampleEntry.write(out, text);
            case OpaqueConfiguration opaque ->
                    throw new IllegalArgumentException(
                            "no sample entry can be written: " + opaque.reason());
        }
    }
}
