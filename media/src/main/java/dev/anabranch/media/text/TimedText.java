package dev.anabranch.media.text;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A subtitle file as it was understood.
///
/// @param findings what was mended or left out on the way
public record TimedText(WebVtt document, List<Finding> findings) {

    private static final int SNIFFED_BYTES = 4096;

    public TimedText {
        findings = List.copyOf(findings);
    }

    /// Reads a WebVTT or SubRip file, told apart by its first line; at most 32 MiB.
    ///
    /// @throws MediaFormatException when it is TTML, Advanced SubStation or another format we do
    ///   not read, or holds no cue of SubRip
    public static TimedText parse(byte[] file) throws MediaFormatException {
        var head =
                new String(
                        file, 0, Math.min(file.length, SNIFFED_BYTES), StandardCharsets.ISO_8859_1);
        var start = head.replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading();
        if (start.startsWith("WEBVTT")) {
            return WebVtt.parse(file);
        }
        if (start.startsWith("<") && start.matches("(?s).*<([A-Za-z]\\w*:)?tt[\\s>].*")) {
            throw MediaFormatException.unsupported("line 1", "TTML subtitles");
        }
        if (start.toLowerCase(Locale.ROOT).startsWith("[script info]")) {
            throw MediaFormatException.unsupported("line 1", "SubStation Alpha subtitles");
        }
        return SubRip.parse(file);
    }
}
