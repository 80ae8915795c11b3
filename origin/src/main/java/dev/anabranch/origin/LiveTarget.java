package dev.anabranch.origin;

import org.jspecify.annotations.Nullable;

/// What an address below `/live/{name}/` is.
sealed interface LiveTarget {

    /// Of the stream as a whole.
    enum Whole implements LiveTarget {
        MULTIVARIANT,
        TRANSPORT_MULTIVARIANT,
        MANIFEST,
        REPORT,
        /// Of recordings alone.
        CLIP
    }

    /// Of one rendition.
    record OfRendition(String rendition, Wanted wanted) implements LiveTarget {}

    /// What of a rendition.
    sealed interface Wanted {}

    record Playlist() implements Wanted {}

    /// Of recordings alone.
    record IFrames() implements Wanted {}

    record Init(int number) implements Wanted {}

    /// @param isTransportStream whether the ending says so
    record Segment(long msn, boolean isTransportStream) implements Wanted {}

    /// @param presentation which one of the stream it is of
    /// @param number counted from 0 in its rendition
    record Part(long presentation, long number) implements Wanted {}

    /// Numbers of more digits are nobody's.
    int MAXIMUM_DIGITS = 15;

    /// Of init sections, and of parts in directives.
    int MAXIMUM_SHORT_DIGITS = 9;

    Playlist PLAYLIST = new Playlist();
    IFrames I_FRAMES = new IFrames();

    /// @param rest of the path behind `/live/{name}/`
    /// @return null when it is the address of nothing
    static @Nullable LiveTarget parse(String rest) {
        var slash = rest.indexOf('/');
        if (slash < 0) {
            return switch (rest) {
                case "index.m3u8" -> Whole.MULTIVARIANT;
                case "ts.m3u8" -> Whole.TRANSPORT_MULTIVARIANT;
                case "manifest.mpd" -> Whole.MANIFEST;
                case "report.json" -> Whole.REPORT;
                case "clip.mp4" -> Whole.CLIP;
                default -> null;
            };
        }
        var wanted = wanted(rest, slash + 1);
        return wanted == null ? null : new OfRendition(rest.substring(0, slash), wanted);
    }

    private static @Nullable Wanted wanted(String path, int from) {
        if (path.endsWith(".m3u8")) {
            return playlist(path.substring(from));
        }
        if (path.startsWith("init-", from) && path.endsWith(".mp4")) {
            var number = number(path, from + 5, path.length() - 4, MAXIMUM_SHORT_DIGITS);
            return number < 0 ? null : new Init((int) number);
        }
        var isTransportStream = path.endsWith(".ts");
        if (!isTransportStream && !path.endsWith(".m4s")) {
            return null;
        }
        var end = path.length() - (isTransportStream ? 3 : 4);
        var dot = path.indexOf('.', from);
        var msn = number(path, from, Math.min(dot, end), MAXIMUM_DIGITS);
        if (msn < 0 || dot >= end) {
            return msn < 0 ? null : new Segment(msn, isTransportStream);
        }
        var number = number(path, dot + 1, end, MAXIMUM_DIGITS);
        return number < 0 || isTransportStream ? null : new Part(msn, number);
    }

    private static @Nullable Wanted playlist(String name) {
        return switch (name) {
            case "index.m3u8" -> PLAYLIST;
            case "iframes.m3u8" -> I_FRAMES;
            default -> null;
        };
    }

    /// The number that `text` is from `start` to `end`, written in the one way we write it; -1 when
    /// it is none.
    static long number(String text, int start, int end, int maximumDigits) {
        var digits = end - start;
        if (digits < 1 || digits > maximumDigits || digits > 1 && text.charAt(start) == '0') {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
