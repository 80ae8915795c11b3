package dev.anabranch.origin;

import dev.anabranch.packager.MediaType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The type and kind of a stored file by its ending (Apple authoring rule 10.4; RFC 8216, 4).
record MimeTypes(String mimeType, Resource.Kind kind) {

    private static final MimeTypes UNKNOWN =
            new MimeTypes("application/octet-stream", Resource.Kind.SEGMENT);
    private static final Map<String, MimeTypes> BY_ENDING = byEnding();

    static MimeTypes of(MediaType type) {
        return new MimeTypes(type.mimeType(), kind(type));
    }

    /// The type of a file name; `application/octet-stream` when the ending says nothing.
    static MimeTypes ofFile(String name) {
        var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, UNKNOWN);
    }

    private static Resource.Kind kind(MediaType type) {
        if (!type.isText()) {
            return Resource.Kind.SEGMENT;
        }
        return type == MediaType.WEBVTT ? Resource.Kind.TEXT_SEGMENT : Resource.Kind.PLAYLIST;
    }

    private static Map<String, MimeTypes> byEnding() {
        var all = new HashMap<String, MimeTypes>();
        for (var type : MediaType.values()) {
            all.put(type.extension(), of(type));
        }
        segment(all, "video/mp4", "m4v", "cmfv", "mov");
        segment(all, "audio/mp4", "cmfa");
        segment(all, "application/mp4", "cmft");
        segment(all, "audio/mpeg", "mpga");
        segment(all, "video/webm", "webm");
        segment(all, "image/jpeg", "jpg", "jpeg");
        segment(all, "image/png", "png");
        segment(all, "image/webp", "webp");
        all.put("ttml", new MimeTypes("application/ttml+xml", Resource.Kind.TEXT_SEGMENT));
        all.put("json", new MimeTypes("application/json", Resource.Kind.PLAYLIST));
        all.put(
                "steering",
                new MimeTypes("application/vnd.apple.steering-list", Resource.Kind.PLAYLIST));
        return Map.copyOf(all);
    }

    private static void segment(Map<String, MimeTypes> all, String mimeType, String... endings) {
        for (var ending : endings) {
            all.put(ending, new MimeTypes(mimeType, Resource.Kind.SEGMENT));
        }
    }
}
