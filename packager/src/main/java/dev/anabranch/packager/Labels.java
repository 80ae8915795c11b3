package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.util.Locale;
import java.util.function.Predicate;

/// What tracks are called: by the input's word, else by their own.
final class Labels {

    private Labels() {}

    static RenditionLabel of(Selection.Chosen chosen, RenditionNames names, boolean isDefault) {
        var input = chosen.input();
        var own = chosen.track().track();
        var language = language(chosen);
        var wanted = input.title().isEmpty() ? own.name() : input.title();
        var kind = own.kind() == TrackKind.VIDEO ? "Video" : "Audio";
        // The same sound in another codec is the same choice.
        var scope = kind + '/' + CodecFamily.of(own.codec().codecString());
        return new RenditionLabel(
                canonical(language),
                names.title(scope, kind, wanted, language),
                isDefault,
                input.characteristics(),
                false);
    }

    static String language(Selection.Chosen chosen) {
        var given = chosen.input().language();
        return canonical(given.isEmpty() ? chosen.track().track().language() : given);
    }

    static RenditionLabel of(Selection.Cues cues, RenditionNames names) {
        var input = cues.input();
        var own = cues.track().map(IndexedTrack::track);
        var language =
                input.language().isEmpty() ? own.map(Track::language).orElse("") : input.language();
        var title = input.title().isEmpty() ? own.map(Track::name).orElse("") : input.title();
        return new RenditionLabel(
                canonical(language),
                names.title("Subtitles", "Subtitles", title, canonical(language)),
                false,
                input.characteristics(),
                input.isForced());
    }

    /// Whether a rendition is of the same kind, and sound of the same codec.
    static Predicate<Rendition> isLike(PlacedTrack track) {
        var family = CodecFamily.of(track.indexed().track().codec().codecString());
        return rendition ->
                rendition.kind() == track.kind()
                        && (track.kind() != TrackKind.AUDIO
                                || CodecFamily.of(rendition.codecs().getFirst()).equals(family));
    }

    /// A BCP 47 tag as it is usually written; `und` for what is none.
    static String canonical(String language) {
        var tag = Locale.forLanguageTag(language).toLanguageTag();
        return tag.isEmpty() ? "und" : tag;
    }
}
