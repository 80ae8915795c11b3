package dev.anabranch.packager;

import java.util.List;

/// What a player shows of a rendition in its menus, and what it chooses by.
///
/// @param language a BCP 47 tag, `und` when unknown
/// @param title for people, unique among the renditions of its kind, of sound of its codec
/// @param isDefault whether it plays when the user has not chosen; one in each codec of sound
/// @param characteristics Uniform Type Identifiers of HLS, such as
///   `public.accessibility.describes-video`
/// @param isForced whether they are subtitles that are needed to understand the film
public record RenditionLabel(
        String language,
        String title,
        boolean isDefault,
        List<String> characteristics,
        boolean isForced) {

    /// Music and sounds are written down as well as what is said.
    private static final String SOUNDS = "public.accessibility.describes-music-and-sound";

    public RenditionLabel {
        characteristics = List.copyOf(characteristics);
    }

    /// Whether they are captions for those who do not hear the sound.
    public boolean describesSounds() {
        return characteristics.contains(SOUNDS);
    }

    public boolean hasLanguage() {
        return !language.equals("und");
    }
}
