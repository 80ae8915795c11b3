package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads the body of an audio message: the legacy tag of FLV 10.1, E.4.2.1, with AAC and MP3, and
/// the ExAudioTagHeader of Enhanced RTMP v2.
///
/// ```
/// legacy    format(4) rate(2) size(1) type(1) [AAC packet type(8)]
/// enhanced  9(4) packet type(4) [ModEx]* [multitrack(4) packet type(4)] fourCC(32)
///           {[fourCC(32)] [track id(8)] [size(24)] body}*
/// ```
final class AudioTag {

    static final int EX_HEADER = 9;
    static final int LEGACY_MP3 = 2;
    static final int LEGACY_AAC = 10;
    static final int LEGACY_MP3_8_KHZ = 14;

    /// AAC has one value for all rates: 44.1 kHz, 16 bits, stereo.
    static final int LEGACY_SOUND = 0x0F;

    static final int SEQUENCE_START = 0;
    static final int CODED_FRAMES = 1;
    static final int SEQUENCE_END = 2;
    static final int MULTICHANNEL = 4;
    static final int MULTITRACK = 5;
    static final int MOD_EX = 7;

    private static final String WHERE = "audio tag";

    private AudioTag() {}

    /// @param body the message's body, from its position on; offsets of the parts count from there
    /// @return its parts, none for what has nothing to decode in it
    static List<TagPart> read(ByteBuffer body) throws MediaFormatException {
        var in = new TagReader(body, WHERE);
        int first = in.u8();
        return first >> 4 == EX_HEADER ? enhanced(in, first) : legacy(in, first);
    }

    private static List<TagPart> legacy(TagReader in, int first) throws MediaFormatException {
        return switch (first >> 4) {
            case LEGACY_AAC -> {
                int packetType = in.u8();
                var content =
                        packetType == 0 ? TagPart.Content.CONFIGURATION : TagPart.Content.FRAME;
                yield part(in, content, FourCc.AAC);
            }
            case LEGACY_MP3, LEGACY_MP3_8_KHZ -> part(in, TagPart.Content.FRAME, FourCc.MP3);
            default ->
                    throw MediaFormatException.unsupported(WHERE, "sound format " + (first >> 4));
        };
    }

    private static List<TagPart> part(TagReader in, TagPart.Content content, FourCc codec) {
        // An encoder that has just fallen silent sends tags with nothing in them.
        if (in.remaining() == 0) {
            return List.of();
        }
        return List.of(new TagPart(content, codec, 0, true, 0, 0, in.at(), in.remaining()));
    }

    private static List<TagPart> enhanced(TagReader in, int first) throws MediaFormatException {
        int packetType = in.modEx(first & 0x0F, MOD_EX);
        var tracks = in.tracks(packetType, MULTITRACK, false);
        List<TagPart> parts = new ArrayList<>(1);
        while (tracks.next()) {
            int start = in.at();
            int end = tracks.end();
            in.moveTo(end);
            // Where loudspeakers stand: the codecs' own headers say it too.
            if (tracks.packetType() != MULTICHANNEL) {
                parts.add(
                        new TagPart(
                                content(tracks.packetType()),
                                tracks.codec(),
                                tracks.id(),
                                true,
                                0,
                                in.offsetNanos(),
                                start,
                                end - start));
            }
        }
        return parts;
    }

    private static TagPart.Content content(int packetType) throws MediaFormatException {
        return switch (packetType) {
            case SEQUENCE_START -> TagPart.Content.CONFIGURATION;
            case CODED_FRAMES -> TagPart.Content.FRAME;
            case SEQUENCE_END -> TagPart.Content.END;
            default -> throw MediaFormatException.unsupported(WHERE, "packet type " + packetType);
        };
    }
}
