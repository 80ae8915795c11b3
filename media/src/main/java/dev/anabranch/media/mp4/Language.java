package dev.anabranch.media.mp4;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/// The 16-bit language of `mdhd`: three packed letters of ISO 639-2/T (ISO/IEC 14496-12, 8.4.2), or
/// below 0x400 a Macintosh language number (QuickTime File Format, language code values).
public final class Language {

    static final String UNKNOWN = "und";

    private static final int FIRST_PACKED = 0x400;
    private static final int UNDETERMINED = 0x55C4;

    /// By Macintosh language number; numbers after these are too rare to name.
    private static final List<String> MACINTOSH =
            List.of(
                    "en", "fr", "de", "it", "nl", "sv", "es", "da", "pt", "no", "he", "ja", "ar",
                    "fi", "el", "is", "mt", "tr", "hr", "zh-Hant", "ur", "hi", "th", "ko", "lt",
                    "pl", "hu", "et", "lv", "se", "fo", "fa", "ru", "zh-Hans", "nl-BE", "ga", "sq",
                    "ro", "cs", "sk", "sl", "yi", "sr", "mk", "bg", "uk", "be", "uz", "kk");

    /// Bibliographic codes of ISO 639-2/B that writers use although the field wants 639-2/T.
    private static final Map<String, String> BIBLIOGRAPHIC =
            Map.ofEntries(
                    Map.entry("alb", "sq"),
                    Map.entry("arm", "hy"),
                    Map.entry("baq", "eu"),
                    Map.entry("bur", "my"),
                    Map.entry("chi", "zh"),
                    Map.entry("cze", "cs"),
                    Map.entry("dut", "nl"),
                    Map.entry("fre", "fr"),
                    Map.entry("geo", "ka"),
                    Map.entry("ger", "de"),
                    Map.entry("gre", "el"),
                    Map.entry("ice", "is"),
                    Map.entry("mac", "mk"),
                    Map.entry("mao", "mi"),
                    Map.entry("may", "ms"),
                    Map.entry("per", "fa"),
                    Map.entry("rum", "ro"),
                    Map.entry("slo", "sk"),
                    Map.entry("tib", "bo"),
                    Map.entry("wel", "cy"));

    private static final Map<String, String> TWO_LETTERS = twoLetters();

    private Language() {}

    /// The BCP 47 tag of a packed code: the two-letter code where there is one (RFC 5646, 2.2.1).
    static String ofCode(int code) {
        if (code < FIRST_PACKED) {
            return code < MACINTOSH.size() ? MACINTOSH.get(code) : UNKNOWN;
        }
        var letters = new char[3];
        for (int i = 0; i < 3; i++) {
            letters[i] = (char) ('`' + (code >> 10 - 5 * i & 0x1F));
            if (letters[i] < 'a' || letters[i] > 'z') {
                return UNKNOWN;
            }
        }
        return ofIso639(new String(letters));
    }

    /// The BCP 47 tag of a code of ISO 639-2, terminological or bibliographic: the two-letter code
    /// where there is one (RFC 5646, 2.2.1). Anything else comes back as it is.
    public static String ofIso639(String letters) {
        return BIBLIOGRAPHIC.getOrDefault(letters, TWO_LETTERS.getOrDefault(letters, letters));
    }

    /// The packed code of a tag's primary language; `und` when it has none of three letters.
    static int code(String tag) {
        var letters = threeLetters(tag);
        if (!letters.matches("[a-z]{3}")) {
            return UNDETERMINED;
        }
        return letters.charAt(0) - '`' << 10
                | letters.charAt(1) - '`' << 5
                | letters.charAt(2) - '`';
    }

    /// Whether the packed code loses nothing of `tag`, so that no `elng` is needed.
    static boolean fitsCode(String tag) {
        return ofCode(code(tag)).equals(tag);
    }

    private static String threeLetters(String tag) {
        try {
            return Locale.forLanguageTag(tag).getISO3Language();
        } catch (MissingResourceException unknown) {
            return "";
        }
    }

    private static Map<String, String> twoLetters() {
        var map = new HashMap<String, String>();
        for (var two : Locale.getISOLanguages()) {
            map.putIfAbsent(Locale.of(two).getISO3Language(), two);
        }
        return Map.copyOf(map);
    }
}
