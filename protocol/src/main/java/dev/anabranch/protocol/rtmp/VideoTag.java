package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads the body of a video message: the legacy tag of FLV 10.1, E.4.3.1, with AVC and the HEVC of
/// codec id 12, and the ExVideoTagHeader of Enhanced RTMP v2.
///
/// ```
/// legacy    frame type(4) codec(4) packet type(8) composition time(24)
/// enhanced  1 frame type(3) packet type(4) [ModEx]* [multitrack(4) packet type(4)] fourCC(32)
///           {[fourCC(32)] [track id(8)] [size(24)] body}*
/// ```
final class VideoTag {

    static final int EX_HEADER = 0x80;
    static final int KEYFRAME = 1;
    static final int INTER_FRAME = 2;
    static final int COMMAND = 5;

    static final int LEGACY_AVC = 7;
    static final int LEGACY_HEVC = 12;

    static final int SEQUENCE_START = 0;
    static final int CODED_FRAMES = 1;
    static final int SEQUENCE_END = 2;
    static final int CODED_FRAMES_X = 3;
    static final int METADATA = 4;
    static final int TRANSPORT_SEQUENCE_START = 5;
    static final int MULTITRACK = 6;
    static final int MOD_EX = 7;

    private static final String WHERE = "video tag";

    private VideoTag() {}

    /// @param body the message's body, from its position on; offsets of the parts count from there
    /// @return its parts, none for what has nothing to decode in it
    static List<TagPart> read(ByteBuffer body) throws MediaFormatException {
        var in = new TagReader(body, WHERE);
        int first = in.u8();
        return (first & EX_HEADER) == 0 ? legacy(in, first) : enhanced(in, first);
    }

    private static List<TagPart> legacy(TagReader in, int first) throws MediaFormatException {
        int frameType = first >> 4;
        var codec = legacyCodec(first & 0x0F);
        if (frameType == COMMAND) {
            return List.of();
        }
        int packetType = in.u8();
        int composition = in.s24();
        var content =
                switch (packetType) {
                    case 0 -> TagPart.Content.CONFIGURATION;
                    case 1 -> TagPart.Content.FRAME;
                    case 2 -> TagPart.Content.END;
                    default ->
                            throw MediaFormatException.malformed(
                                    WHERE, "packet type " + packetType);
                };
        return List.of(
                new TagPart(
                        content,
                        codec,
                        0,
                        frameType == KEYFRAME,
                        composition,
                        0,
                        in.at(),
                        in.remaining()));
    }

    private static FourCc legacyCodec(int id) throws MediaFormatException {
        return switch (id) {
            case LEGACY_AVC -> FourCc.AVC;
            case LEGACY_HEVC -> FourCc.HEVC;
            default -> throw MediaFormatException.unsupported(WHERE, "codec id " + id);
        };
    }

    private static List<TagPart> enhanced(TagReader in, int first) throws MediaFormatException {
        int frameType = first >> 4 & 7;
        int packetType = in.modEx(first & 0x0F, MOD_EX);
        // A seek command of a frame type that has no body.
        if (frameType == COMMAND && packetType != METADATA) {
            return List.of();
        }
        var tracks = in.tracks(packetType, MULTITRACK, true);
        List<TagPart> parts = new ArrayList<>(1);
        while (tracks.next()) {
            parts.add(part(in, tracks, frameType == KEYFRAME));
        }
        return parts;
    }

    private static TagPart part(TagReader in, TagReader.Tracks tracks, boolean isKeyframe)
            throws MediaFormatException {
        var codec = tracks.codec();
        int end = tracks.end();
        int packetType = tracks.packetType();
        boolean isTimed = packetType == CODED_FRAMES && codec.hasCompositionTime();
        int composition = isTimed ? in.s24() : 0;
        int start = in.at();
        if (start > end) {
            throw MediaFormatException.malformed(WHERE, "a track ends inside its header");
        }
        in.moveTo(end);
        return new TagPart(
                content(packetType),
                codec,
                tracks.id(),
                isKeyframe,
                composition,
                in.offsetNanos(),
                start,
                end - start);
    }

    private static TagPart.Content content(int packetType) throws MediaFormatException {
        return switch (packetType) {
            case SEQUENCE_START -> TagPart.Content.CONFIGURATION;
            case CODED_FRAMES, CODED_FRAMES_X -> TagPart.Content.FRAME;
            case SEQUENCE_END -> TagPart.Content.END;
            case METADATA -> TagPart.Content.METADATA;
            case TRANSPORT_SEQUENCE_START -> TagPart.Content.TRANSPORT_CONFIGURATION;
            default -> throw MediaFormatException.unsupported(WHERE, "packet type " + packetType);
        };
    }
}
