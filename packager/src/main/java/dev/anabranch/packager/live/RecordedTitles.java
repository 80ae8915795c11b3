package dev.anabranch.packager.live;

import dev.anabranch.media.TrackKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the renditions of a recording are called for people: by their own name, else their
/// language, else their kind and number; unique.
final class RecordedTitles {

    private final List<String> titles;

    RecordedTitles(List<RecordedStretch> stretches) {
        var taken = new HashSet<String>();
        titles = stretches.stream().map(one -> unique(wanted(one), taken)).toList();
    }

    /// Of the stretch with this number.
    String title(int n) {
        return titles.get(n);
    }

    private static String unique(String wanted, Set<String> taken) {
        var title = wanted;
        for (int i = 2; !taken.add(title); i++) {
            title = wanted + " (" + i + ")";
        }
        return title;
    }

    private static String wanted(RecordedStretch stretch) {
        var track = stretch.tracks().getFirst().track();
        if (!track.name().isBlank() && track.name().indexOf('"') < 0) {
            return track.name().strip();
        }
        if (!track.language().equals("und")) {
            return Locale.forLanguageTag(track.language()).getDisplayLanguage(Locale.ENGLISH);
        }
        return track.kind() == TrackKind.VIDEO ? "Video" : "Audio";
    }
}
