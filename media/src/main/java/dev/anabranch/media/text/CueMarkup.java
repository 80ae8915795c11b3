package dev.anabranch.media.text;

/// Makes text from elsewhere fit to stand in a [Cue].
public final class CueMarkup {

    private CueMarkup() {}

    /// WebVTT cue text that shows `plain` as it is: what WebVTT would take for markup is escaped;
    /// blank lines, which would end the cue, and control characters are left out.
    public static String ofPlain(String plain) {
        return withoutBlankLines(
                plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    /// WebVTT cue text or settings without what would end the cue: blank lines, control characters,
    /// arrows.
    public static String ofWebVtt(String text) {
        return withoutBlankLines(text.replace("-->", "--&gt;"));
    }

    private static String withoutBlankLines(String text) {
        return String.join(
                "\n",
                text.lines()
                        .map(CueMarkup::withoutControls)
                        .filter(line -> !line.isBlank())
                        .toList());
    }

    private static String withoutControls(String line) {
        boolean isClean = line.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t');
        return isClean ? line : line.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9F}&&[^\t]]", "");
    }
}
