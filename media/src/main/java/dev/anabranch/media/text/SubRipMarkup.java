package dev.anabranch.media.text;

import java.util.ArrayList;
import java.util.regex.Pattern;

/// The markup of SubRip text in terms of WebVTT.
///
/// @param settings cue settings for `{\an8}` and the like, empty for the usual place
/// @param text WebVTT cue text
record SubRipMarkup(String settings, String text) {

    private static final Pattern ALIGNMENT = Pattern.compile("\\{\\\\an([1-9])}");
    private static final Pattern OVERRIDE = Pattern.compile("\\{\\\\[^}\n]*}");
    private static final Pattern KEPT_TAG = Pattern.compile("(?i)<(/?)\\s*([ibu])\\s*>");
    private static final Pattern DROPPED_TAG =
            Pattern.compile("(?i)</?(?:font|s|strike|span)\\b[^>\n]*>");
    private static final Pattern BARE_AMPERSAND =
            Pattern.compile("&(?!(?:amp|lt|gt|nbsp|lrm|rlm|#\\d{1,7}|#x[0-9A-Fa-f]{1,6});)");
    private static final Pattern BARE_LESS = Pattern.compile("<(?!/?[ibu]>)");

    static SubRipMarkup toWebVtt(String text) {
        var alignment = ALIGNMENT.matcher(text);
        var settings = alignment.find() ? settings(alignment.group(1).charAt(0) - '0') : "";
        var plain = OVERRIDE.matcher(text).replaceAll("");
        var known = DROPPED_TAG.matcher(plain).replaceAll("");
        var lower =
                KEPT_TAG.matcher(known)
                        .replaceAll(m ->
                                "<"
                                        + m.group(1)
                                        + m.group(2).toLowerCase(java.util.Locale.ROOT)
                                        + ">");
        var escaped = BARE_AMPERSAND.matcher(lower).replaceAll("&amp;");
        var safe = BARE_LESS.matcher(escaped).replaceAll("&lt;").replace("-->", "--&gt;");
        return new SubRipMarkup(settings, withoutBlankLines(safe));
    }

    /// The places are those of a number pad: 1 bottom left, 8 top centre.
    private static String settings(int place) {
        var settings = new ArrayList<String>();
        if (place >= 7) {
            settings.add("line:0");
        } else if (place >= 4) {
            settings.add("line:50%");
        }
        switch (place % 3) {
            case 1 -> settings.add("position:0% align:start");
            case 0 -> settings.add("position:100% align:end");
            default -> {
                // The centre is where WebVTT puts a cue anyway.
            }
        }
        return String.join(" ", settings);
    }

    private static String withoutBlankLines(String text) {
        return String.join("\n", text.lines().filter(line -> !line.isBlank()).toList());
    }
}
