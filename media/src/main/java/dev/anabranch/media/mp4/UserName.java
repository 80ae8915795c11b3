package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `udta/name`: a track's title. QuickTime keeps plain text, others put a full box around it.
final class UserName {

    private UserName() {}

    /// The title in a track's `udta`, empty when there is none or it is broken: user data is
    /// whatever users put there.
    static String parse(BoxReader userData) {
        try {
            for (var next = userData.child(); next.isPresent(); next = userData.child()) {
                if (next.get().type().equals("name")) {
                    return text(next.get().payload());
                }
            }
            return "";
        } catch (MediaFormatException broken) {
            return "";
        }
    }

    private static String text(BoxReader name) throws MediaFormatException {
        var bytes = name.rest();
        boolean isFullBox = bytes.remaining() >= 4 && bytes.getInt(0) == 0;
        var text = Text.untilNul(isFullBox ? bytes.slice(4, bytes.remaining() - 4) : bytes);
        return text.codePoints().anyMatch(Character::isISOControl) ? "" : text.strip();
    }

    static void write(BoxWriter out, String name) {
        int userData = out.begin("udta");
        int at = out.begin("name");
        out.bytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.end(at);
        out.end(userData);
    }
}
