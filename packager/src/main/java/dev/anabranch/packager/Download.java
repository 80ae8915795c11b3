package dev.anabranch.packager;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.ProgressiveMovie;
import dev.anabranch.media.mp4.UserDataBox;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One rendition of the picture with a sound, as an MP4 file to be saved: made when it is asked for
/// of the samples where they lie.
///
/// @param name of the rendition
/// @param parts the picture, then the sound, if there is one
record Download(String name, List<Part> parts) {

    private static final String FOLDER = "downloads/";

    /// A track with the file it comes from.
    record Part(PlacedTrack placed, String language, ByteSource source) {

        static Part of(Rendition rendition, PlacedTrack track, List<SourceFile> sources) {
            var source =
                    sources.stream()
                            .filter(file -> file.tracks().contains(track.indexed()))
                            .findFirst()
                            .orElseThrow();
            return new Part(track, rendition.label().language(), source.bytes());
        }

        private ProgressiveMovie.Part inMovie() throws MediaFormatException {
            var source = placed.indexed();
            for (int configuration : source.likeConfigurations()) {
                if (configuration != 0) {
                    throw MediaFormatException.unsupported(
                            "",
                            placed.label()
                                    + ": its codec configuration changes, which a download cannot have");
                }
            }
            var own = source.track();
            var track = new Track(own.id(), own.timescale(), own.codec(), language, own.name());
            return new ProgressiveMovie.Part(
                    new IndexedTrack(
                            track,
                            source.samples(),
                            source.configurations(),
                            source.shiftTicks(),
                            source.presentedTicks(),
                            source.rotationDegrees()),
                    placed.first(),
                    placed.end(),
                    placed.shiftTicks(),
                    placed.startTicks(),
                    placed.endTicks());
        }
    }

    Download {
        parts = List.copyOf(parts);
    }

    /// One for each rendition of the picture.
    ///
    /// @param sources the files their tracks are of
    static List<Download> of(List<Rendition> renditions, List<SourceFile> sources) {
        var sound = new ArrayList<Part>();
        for (var rendition : renditions) {
            if (sound.isEmpty() && rendition.label().isDefault()) {
                track(rendition, TrackKind.AUDIO)
                        .ifPresent(track -> sound.add(Part.of(rendition, track, sources)));
            }
        }
        var downloads = new ArrayList<Download>();
        for (var rendition : renditions) {
            var picture = track(rendition, TrackKind.VIDEO);
            if (picture.isPresent()) {
                var parts = new ArrayList<>(List.of(Part.of(rendition, picture.get(), sources)));
                parts.addAll(sound);
                downloads.add(new Download(rendition.name(), parts));
            }
        }
        return downloads;
    }

    private static Optional<PlacedTrack> track(Rendition rendition, TrackKind kind) {
        return rendition.tracks().stream().filter(track -> track.kind() == kind).findFirst();
    }

    /// `downloads/video-720p.mp4`.
    String path() {
        return FOLDER + name + "." + MediaType.MP4.extension();
    }

    /// @param about whose title and chapters it has
    Content content(About about) throws MediaFormatException {
        var tracks = new ArrayList<ProgressiveMovie.Part>();
        for (var part : parts) {
            tracks.add(part.inMovie());
        }
        var chapters =
                about.chapters().stream()
                        .map(chapter -> new UserDataBox.Chapter(chapter.start(), chapter.title()))
                        .toList();
        var movie = ProgressiveMovie.of(tracks, new UserDataBox(about.title(), chapters));
        var slices = new ArrayList<Slice>();
        slices.add(new Slice.Memory(ByteBuffer.wrap(movie.header())));
        for (var range : movie.ranges()) {
            slices.add(
                    new Slice.Range(
                            parts.get(range.part()).source, range.position(), range.sizeBytes()));
        }
        return new Content(MediaType.MP4, slices);
    }
}
