package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;

/// `elng`: the track's language as a BCP 47 tag (ISO/IEC 14496-12, 8.4.6).
record ExtendedLanguage(String tag) {

    static ExtendedLanguage parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        return new ExtendedLanguage(Text.untilNul(box.rest()).strip());
    }

    void write(BoxWriter out) {
        int at = out.begin("elng", 0, 0);
        out.bytes(tag.getBytes(StandardCharsets.UTF_8)).u8(0);
        out.end(at);
    }

    /// Whether it looks like a tag at all.
    boolean isPlausible() {
        return tag.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}");
    }
}
