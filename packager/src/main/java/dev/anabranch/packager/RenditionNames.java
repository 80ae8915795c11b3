package dev.anabranch.packager;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names that are unique in one presentation, the same at every run, and safe in URLs and file
/// systems.
///
/// `video-720p` (the shorter side of the picture as displayed), `audio-en`, `text-pt-br`; without a
/// known language just `audio`, `text`. A name that is taken gets `-2`, `-3`. Titles for people are
/// made unique with ` (2)`.
final class RenditionNames {

    private static final int MAX_LANGUAGE = 35; // RFC 5646, 4.4.1

    private final Set<String> names = new HashSet<>();
    private final Set<String> titles = new HashSet<>();

    String video(PlacedTrack track) {
        return unique("video-" + PictureFormat.shorterSide(track) + "p");
    }

    String audio(String language) {
        return unique(withLanguage("audio", language));
    }

    String text(String language) {
        return unique(withLanguage("text", language));
    }

    /// `wanted`, else the language's name in English, else the kind and a number.
    ///
    /// @param scope within which it is unique
    String title(String scope, String kind, @Nullable String wanted, String language) {
        var display = Locale.forLanguageTag(language).getDisplayName(Locale.ENGLISH);
        var base = kind;
        if (wanted != null && !wanted.isBlank()) {
            base = wanted.strip().replace('"', '\'').replaceAll("\\p{Cntrl}", " ");
        } else if (!language.equals("und") && !display.isEmpty()) {
            base = display;
        }
        var title = base;
        for (int i = 2; !titles.add(scope + '/' + title); i++) {
            title = base + " (" + i + ")";
        }
        return title;
    }

    private String unique(String base) {
        var name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    private static String withLanguage(String kind, String language) {
        var tag = language.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        boolean isUsable = !tag.isEmpty() && !tag.equals("und") && tag.length() <= MAX_LANGUAGE;
        return isUsable ? kind + "-" + tag : kind;
    }
}
