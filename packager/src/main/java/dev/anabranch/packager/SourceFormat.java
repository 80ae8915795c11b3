package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// What a file is by its first bytes; its name does not count.
public enum SourceFormat {
    /// MP4, QuickTime, 3GP: ISO/IEC 14496-12, progressive or fragmented.
    MOVIE,
    /// ADTS, MPEG audio, AC-3 or E-AC-3 frames one after another; also what is not known at all,
    /// for the reader of these to search.
    ELEMENTARY_AUDIO,
    /// WebVTT or SubRip.
    SUBTITLES;

    /// How many bytes [#of] wants to see.
    static final int HEAD_BYTES = 4096;

    static final String TAKEN =
            "taken are MP4/MOV (H.264, HEVC, AV1, VP9; AAC, MP3, Opus, FLAC, AC-3,"
                    + " E-AC-3), ADTS, MP3, AC-3 and E-AC-3 audio, WebVTT and SRT subtitles";

    private static final Set<String> FIRST_BOXES =
            Set.of(
                    "ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp", "moof", "sidx",
                    "uuid", "emsg");

    /// Whether these first bytes are those of a [#MOVIE].
    public static boolean isMovie(byte[] head) {
        return head.length >= 8 && FIRST_BOXES.contains(latin(head, 4, 4));
    }

    /// @param head the first bytes, fewer than [#HEAD_BYTES] only when the file has no more
    /// @throws MediaFormatException when the packager has no reader for it; says what it is and
    ///   what can be done
    static SourceFormat of(byte[] head, String name) throws MediaFormatException {
        if (head.length == 0) {
            throw MediaFormatException.malformed("", name + " is empty");
        }
        if (isMovie(head)) {
            return MOVIE;
        }
        if (!isUtf16(head) && isElementaryAudio(head)) {
            return ELEMENTARY_AUDIO;
        }
        var container = foreignContainer(head);
        if (!container.isEmpty()) {
            throw MediaFormatException.unsupported(
                    "",
                    name
                            + " is "
                            + container
                            + ", which is not taken as input; "
                            + TAKEN
                            + ". Remux it: ffmpeg -i INPUT -c copy output.mp4");
        }
        return ofText(head, name);
    }

    private static SourceFormat ofText(byte[] head, String name) throws MediaFormatException {
        var text =
                new String(head, isUtf16(head) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8)
                        .replace("\uFEFF", "")
                        .strip();
        if (text.startsWith("WEBVTT")
                || text.lines().limit(8).anyMatch(line -> line.contains("-->"))) {
            return SUBTITLES;
        }
        if (!isUtf16(head) && (isBinary(head) || isMostlyUndecodable(text))) {
            return ELEMENTARY_AUDIO;
        }
        throw MediaFormatException.malformed(
                "offset 0", name + " is " + textKind(text) + "; " + TAKEN);
    }

    private static String textKind(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return "an HTML page, not media (was it saved from an error page?)";
        }
        if (text.startsWith("#EXTM3U")) {
            return "an HLS playlist, not media";
        }
        if (text.startsWith("<?xml") || text.startsWith("<MPD")) {
            return "XML, not media";
        }
        return "text, not media";
    }

    private static boolean isElementaryAudio(byte[] head) {
        if (latin(head, 0, 3).equals("ID3")) {
            return true;
        }
        if (head.length < 4) {
            return false;
        }
        int first = (head[0] & 0xFF) << 8 | head[1] & 0xFF;
        boolean isAdts = (first & 0xFFF6) == 0xFFF0;
        boolean isMpegAudio =
                (first & 0xFFE0) == 0xFFE0 && (first & 0x18) != 0x08 && (first & 0x06) != 0;
        return isAdts || isMpegAudio && (head[2] & 0xF0) != 0xF0 || first == 0x0B77;
    }

    /// What container that is known but has no reader a file is in, for people: `WebM or Matroska`;
    /// empty when none.
    ///
    /// @param head the first bytes, one at least
    public static String foreignContainer(byte[] head) {
        if (head[0] == 0x47 && head.length > 188 && head[188] == 0x47) {
            return "an MPEG transport stream";
        }
        if (head[0] == 0x1A && latin(head, 1, 3).equals("E\u00DF\u00A3")) {
            return "WebM or Matroska";
        }
        return switch (latin(head, 0, 4)) {
            case "FLV\u0001" -> "Flash video (FLV)";
            case "RIFF" -> "AVI or WAV";
            case "OggS" -> "Ogg";
            case "fLaC" -> "a FLAC file without MP4 around it";
            case "\u0000\u0000\u0001\u00BA" -> "an MPEG program stream";
            case "\u0000\u0000\u0000\u0001" -> "a bare H.264 or HEVC stream";
            default -> "";
        };
    }

    private static String latin(byte[] bytes, int from, int length) {
        return from >= bytes.length
                ? ""
                : new String(
                        bytes,
                        from,
                        Math.min(length, bytes.length - from),
                        StandardCharsets.ISO_8859_1);
    }

    /// A text in an old code page has some letters that are no UTF-8, not an eighth of them.
    private static boolean isMostlyUndecodable(String text) {
        return text.chars().filter(c -> c == '\uFFFD').count() > text.length() / 8;
    }

    /// Not text: perhaps sound with something in front of it, which its reader can tell.
    private static boolean isBinary(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf16(byte[] head) {
        int mark = head.length < 2 ? 0 : (head[0] & 0xFF) << 8 | head[1] & 0xFF;
        return mark == 0xFEFF || mark == 0xFFFE;
    }
}
