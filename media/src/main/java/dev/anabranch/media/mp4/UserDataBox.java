package dev.anabranch.media.mp4;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// `udta` of a movie: its title as iTunes has it, and its chapters as Nero has them, which is what
/// FFmpeg and the players built on it read. Neither is in a standard.
///
/// @param title empty when there is none
/// @param chapters in order; of more than 255 the first ones are kept
public record UserDataBox(String title, List<Chapter> chapters) {

    public static final UserDataBox NONE = new UserDataBox("", List.of());

    private static final int MAX_CHAPTERS = 255;
    private static final int MAX_TITLE_BYTES = 255;
    private static final int UTF8 = 1;
    private static final int NANOS_PER_TICK = 100;

    /// Where one starts.
    public record Chapter(Duration start, String title) {}

    public UserDataBox {
        chapters = List.copyOf(chapters.subList(0, Math.min(MAX_CHAPTERS, chapters.size())));
    }

    void write(BoxWriter out) {
        if (title.isEmpty() && chapters.isEmpty()) {
            return;
        }
        int at = out.begin("udta");
        if (!title.isEmpty()) {
            writeTitle(out);
        }
        if (!chapters.isEmpty()) {
            writeChapters(out);
        }
        out.end(at);
    }

    private void writeTitle(BoxWriter out) {
        int meta = out.begin("meta", 0, 0);
        int handler = out.begin("hdlr", 0, 0);
        out.u32(0).fourCc("mdir").fourCc("appl").zeros(9);
        out.end(handler);
        int list = out.begin("ilst");
        int name = out.begin("\u00A9nam");
        int data = out.begin("data", 0, UTF8);
        out.u32(0).bytes(title.getBytes(StandardCharsets.UTF_8));
        out.end(data);
        out.end(name);
        out.end(list);
        out.end(meta);
    }

    private void writeChapters(BoxWriter out) {
        int at = out.begin("chpl", 1, 0);
        out.u32(0).u8(chapters.size());
        for (var chapter : chapters) {
            var text = cut(chapter.title.getBytes(StandardCharsets.UTF_8));
            out.u64(chapter.start.toNanos() / NANOS_PER_TICK).u8(text.length).bytes(text);
        }
        out.end(at);
    }

    /// To what the length field can say, between two characters.
    private static byte[] cut(byte[] text) {
        int length = Math.min(text.length, MAX_TITLE_BYTES);
        while (length < text.length && length > 0 && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(text, length);
    }
}
