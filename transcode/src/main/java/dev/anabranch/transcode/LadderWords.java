package dev.anabranch.transcode;

import dev.anabranch.media.MediaFormatException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// The short form of a ladder: `1080p,720p@3M`.
final class LadderWords {

    private static final Pattern HEIGHT = Pattern.compile("(\\d{1,5})p");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)([kM]?)");

    private LadderWords() {}

    static Ladder ladder(String text) throws MediaFormatException {
        if (text.strip().equals("auto")) {
            return Ladder.auto();
        }
        var words = text.split(",", -1);
        if (words.length > Ladder.MAX_RUNGS) {
            throw MediaFormatException.limit("ladder", "rungs", words.length, Ladder.MAX_RUNGS);
        }
        var rungs = new ArrayList<Rung>();
        for (var word : words) {
            rungs.add(rung(word.strip()));
        }
        return Ladder.of(rungs.toArray(Rung[]::new));
    }

    private static Rung rung(String word) throws MediaFormatException {
        int at = word.indexOf('@');
        var size = at < 0 ? word : word.substring(0, at);
        var rates =
                at < 0
                        ? Map.<VideoCodec, Long>of()
                        : Map.of(VideoCodec.H264, bits(word.substring(at + 1), where(word)));
        int[] box = box(size, word);
        try {
            return new Rung(size, box[0], box[1], OptionalDouble.empty(), rates);
        } catch (IllegalArgumentException outOfRange) {
            throw MediaFormatException.malformed(where(word), "sizes are 16 to 16384 pixels");
        }
    }

    private static int[] box(String size, String word) throws MediaFormatException {
        var height = HEIGHT.matcher(size);
        if (height.matches()) {
            int shorter = Integer.parseInt(height.group(1));
            return new int[] {(int) (shorter * 16L / 9) + 1 & ~1, shorter};
        }
        var both = SIZE.matcher(size);
        if (both.matches()) {
            int a = Integer.parseInt(both.group(1));
            int b = Integer.parseInt(both.group(2));
            return new int[] {Math.max(a, b), Math.min(a, b)};
        }
        throw MediaFormatException.malformed(
                where(word), "a rung is such as 720p, 1280x720 or 720p@3M");
    }

    /// Bits per second: `500k`, `7.5M`, `128000`.
    static long bits(String text, String where) throws MediaFormatException {
        var rate = RATE.matcher(text);
        if (!rate.matches()) {
            throw MediaFormatException.malformed(
                    where, "'" + text + "' is no bit rate such as 500k or 7.5M");
        }
        int digits =
                switch (rate.group(2)) {
                    case "k" -> 3;
                    case "M" -> 6;
                    default -> 0;
                };
        long bits = new BigDecimal(rate.group(1)).movePointRight(digits).longValue();
        if (bits < Rung.MIN_BITS || bits > Rung.MAX_BITS) {
            throw MediaFormatException.malformed(
                    where, "a bit rate is %d to %d bit/s".formatted(Rung.MIN_BITS, Rung.MAX_BITS));
        }
        return bits;
    }

    private static String where(String word) {
        return "ladder word '" + word + "'";
    }
}
