package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;

/// `hdlr`: what kind of track it is (ISO/IEC 14496-12, 8.4.3).
///
/// @param type four characters, such as `vide`
record Handler(String type) {

    static Handler parse(BoxReader box) throws MediaFormatException {
        box.skip(8);
        return new Handler(box.fourCc());
    }

    void write(BoxWriter out) {
        int at = out.begin("hdlr", 0, 0);
        out.u32(0).fourCc(type).zeros(12).string(displayName());
        out.end(at);
    }

    static Handler of(TrackKind kind) {
        return new Handler(
                switch (kind) {
                    case VIDEO -> "vide";
                    case AUDIO -> "soun";
                    case TEXT -> "text";
                    case METADATA -> "meta";
                });
    }

    TrackKind kind() {
        return switch (type) {
            case "vide" -> TrackKind.VIDEO;
            case "soun" -> TrackKind.AUDIO;
            case "text", "sbtl", "subt", "subp", "clcp" -> TrackKind.TEXT;
            default -> TrackKind.METADATA;
        };
    }

    private String displayName() {
        return switch (type) {
            case "vide" -> "VideoHandler";
            case "soun" -> "SoundHandler";
            case "text", "subt" -> "TextHandler";
            default -> "MetadataHandler";
        };
    }
}
