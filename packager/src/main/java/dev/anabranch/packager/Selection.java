package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.media.mp4.TextTrack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which tracks of the inputs go into a presentation.
///
/// Of each rendition file the video track with the most pixels is taken (the first of equals).
/// Audio comes from the first rendition file that has any, all its tracks, and from the files given
/// as audio; subtitles likewise, from tracks or from files of cues. What is left behind is named in
/// the warnings. Used once, by one thread.
final class Selection {

    /// A track that is taken.
    record Chosen(Input input, SourceFile source, IndexedTrack track) {

        String label() {
            return Selection.label(source, track);
        }
    }

    /// Subtitles that are taken: a file of cues, or a text track of a file.
    record Cues(Input input, SourceFile source, Optional<IndexedTrack> track) {

        String label() {
            return track.map(text -> Selection.label(source, text)).orElse(source.name());
        }
    }

    private final List<Chosen> video = new ArrayList<>();
    private final List<Chosen> audio = new ArrayList<>();
    private final List<Cues> subtitles = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean hasProgrammeAudio;
    private boolean hasProgrammeText;

    void add(Input input, SourceFile source) throws IOException, MediaFormatException {
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
                if (!addText(input, source)) {
                    throw MediaFormatException.unsupported(
                            "", source.name() + " holds no WebVTT, SRT or MP4 subtitles");
                }
            }
        }
    }

    List<Chosen> video() {
        return video;
    }

    List<Chosen> audio() {
        return audio;
    }

    /// Those that were asked for by name come first.
    List<Cues> subtitles() {
        return subtitles.stream()
                .sorted(Comparator.comparing(cues -> cues.input().role() != Input.Role.SUBTITLES))
                .toList();
    }

    List<String> warnings() {
        return warnings;
    }

    private void addRendition(Input input, SourceFile source)
            throws IOException, MediaFormatException {
        if (source.isSubtitles()) {
            addText(input, source);
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
        boolean hasText = addProgrammeText(input, source);
        if (!hasVideo && !hasAudio && !hasText) {
            throw MediaFormatException.unsupported("", source.name() + nothing(source));
        }
        for (var track : source.tracks()) {
            boolean isLeft = track.kind() == TrackKind.TEXT && !TextTrack.isReadable(track);
            if (isLeft || track.kind() == TrackKind.METADATA) {
                warnings.add(
                        label(source, track)
                                + " ("
                                + track.track().codec().sampleEntry()
                                + ") is not carried");
            }
        }
    }

    /// The text tracks of the first rendition file that has any.
    private boolean addProgrammeText(Input input, SourceFile source) {
        if (!hasProgrammeText) {
            hasProgrammeText = addText(input, source);
            return hasProgrammeText;
        }
        boolean hasText = source.tracks().stream().anyMatch(TextTrack::isReadable);
        if (hasText) {
            warnings.add(
                    source.name()
                            + ": its subtitles are not carried, an earlier file's are; give it as a subtitle"
                            + " file to carry them as well");
        }
        return hasText;
    }

    private boolean addText(Input input, SourceFile source) {
        if (source.isSubtitles()) {
            subtitles.add(new Cues(input, source, Optional.empty()));
            return true;
        }
        boolean isAny = false;
        for (var track : source.tracks()) {
            if (TextTrack.isReadable(track) && track.samples().count() > 0) {
                subtitles.add(new Cues(input, source, Optional.of(track)));
                isAny = true;
            }
        }
        return isAny;
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
        var taken = tracks.getFirst();
        for (var track : tracks) {
            taken = pixels(track) > pixels(taken) ? track : taken;
        }
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

    private boolean addAudio(Input input, SourceFile source)
            throws IOException, MediaFormatException {
        var tracks = usable(source, TrackKind.AUDIO);
        for (var track : tracks) {
            var known = ImplicitSignalling.resolved(track, source.bytes());
            audio.add(new Chosen(input, source, known));
        }
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
