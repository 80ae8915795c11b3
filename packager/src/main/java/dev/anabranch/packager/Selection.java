package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Which tracks of the inputs go into a presentation.
///
/// Of each rendition file the video track with the most pixels is taken (the first of equals).
/// Audio comes from the first rendition file that has any, all its tracks, and from the files given
/// as audio. What is left behind is named in the warnings. Used once, by one thread.
final class Selection {

    /// A track that is taken.
    record Chosen(Input input, SourceFile source, IndexedTrack track) {

        String label() {
            return Selection.label(source, track);
        }
    }

    /// A subtitle file that is taken.
    record Cues(Input input, SourceFile source) {}

    private final List<Chosen> video = new ArrayList<>();
    private final List<Chosen> audio = new ArrayList<>();
    private final List<Cues> subtitles = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean hasProgrammeAudio;

    void add(Input input, SourceFile source) throws MediaFormatException {
        source.warnings().forEach(warning -> warnings.add(source.name() + ": " + warning));
        switch (input.role()) {
            case RENDITION -> addRendition(input, source);
            case AUDIO -> {
                if (!addAudio(input, source)) {
                    throw MediaFormatException.unsupported(
                            "", source.name() + " has no audio track");
                }
            }
            case SUBTITLES -> {
                if (!source.isSubtitles()) {
                    throw MediaFormatException.unsupported(
                            "", source.name() + " holds no WebVTT or SRT subtitles");
                }
                subtitles.add(new Cues(input, source));
            }
        }
    }

    List<Chosen> video() {
        return video;
    }

    List<Chosen> audio() {
        return audio;
    }

    List<Cues> subtitles() {
        return subtitles;
    }

    List<String> warnings() {
        return warnings;
    }

    private void addRendition(Input input, SourceFile source) throws MediaFormatException {
        if (source.isSubtitles()) {
            subtitles.add(new Cues(input, source));
            return;
        }
        if (video.stream().anyMatch(chosen -> chosen.input().path().equals(input.path()))) {
            warnings.add(
                    source.name()
                            + " is given twice; its renditions have nothing to choose between");
        }
        boolean hasVideo = addVideo(input, source);
        boolean hasAudio = hasProgrammeAudio ? noteAudioLeft(source) : addAudio(input, source);
        hasProgrammeAudio |= hasAudio;
        if (!hasVideo && !hasAudio) {
            throw MediaFormatException.unsupported("", source.name() + nothing(source));
        }
        for (var track : source.tracks()) {
            if (track.kind() == TrackKind.TEXT || track.kind() == TrackKind.METADATA) {
                warnings.add(
                        label(source, track)
                                + " ("
                                + track.track().codec().sampleEntry()
                                + ") is not carried");
            }
        }
    }

    private static String nothing(SourceFile source) {
        boolean isEmpty =
                source.tracks().stream()
                        .anyMatch(track ->
                                track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO);
        return isEmpty
                ? " has tracks but none of their samples: it is cut short, or an init segment without its segments"
                : " has neither video nor audio";
    }

    @SuppressWarnings("ReferenceEquality") // the track itself, not one like it
    private boolean addVideo(Input input, SourceFile source) throws MediaFormatException {
        var tracks = usable(source, TrackKind.VIDEO);
        if (tracks.isEmpty()) {
            return false;
        }
        var largest =
                tracks.stream().max(Comparator.comparingLong(Selection::pixels)).orElseThrow();
        var taken =
                tracks.stream()
                        .filter(track -> pixels(track) == pixels(largest))
                        .findFirst()
                        .orElseThrow();
        for (var track : tracks) {
            if (track != taken) {
                warnings.add(
                        label(source, track)
                                + " is not carried: "
                                + label(source, taken)
                                + " is as large or larger");
            }
        }
        video.add(new Chosen(input, source, taken));
        return true;
    }

    private boolean addAudio(Input input, SourceFile source) throws MediaFormatException {
        var tracks = usable(source, TrackKind.AUDIO);
        tracks.forEach(track -> audio.add(new Chosen(input, source, track)));
        return !tracks.isEmpty();
    }

    private boolean noteAudioLeft(SourceFile source) {
        boolean hasAudio =
                source.tracks().stream().anyMatch(track -> track.kind() == TrackKind.AUDIO);
        if (hasAudio) {
            warnings.add(
                    source.name()
                            + ": its audio is not carried, an earlier file's is; give it as an audio file"
                            + " to carry it as well");
        }
        return hasAudio;
    }

    /// Tracks of `kind` that can be packaged; refuses when all there are cannot.
    private List<IndexedTrack> usable(SourceFile source, TrackKind kind)
            throws MediaFormatException {
        var tracks = new ArrayList<IndexedTrack>();
        MediaFormatException refusal = null;
        for (var track : source.tracks()) {
            if (track.kind() != kind) {
                continue;
            }
            if (track.samples().count() == 0) {
                warnings.add(label(source, track) + " has no samples and is left out");
            } else if (track.track().codec() instanceof OpaqueConfiguration opaque) {
                warnings.add(label(source, track) + " is left out: " + opaque.reason());
                refusal =
                        MediaFormatException.unsupported(
                                "",
                                label(source, track)
                                        + " ("
                                        + opaque.sampleEntry()
                                        + "): "
                                        + opaque.reason());
            } else {
                tracks.add(track);
            }
        }
        if (tracks.isEmpty() && refusal != null) {
            throw refusal;
        }
        return tracks;
    }

    private static long pixels(IndexedTrack track) {
        return track.track().codec() instanceof VideoConfiguration video
                ? (long) video.width() * video.height()
                : 0;
    }

    static String label(SourceFile source, IndexedTrack track) {
        var kind = track.kind().name().toLowerCase(Locale.ROOT);
        return kind + " track " + track.track().id() + " of " + source.name();
    }
}
