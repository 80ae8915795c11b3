package dev.anabranch.packager;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.ts.MuxedTrack;
import dev.anabranch.packager.Packaging.Sound;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Transport stream renditions: pictures with their sound, or each for itself.
///
/// @param names shared by all renditions of the presentation
record TransportAssembly(CutPlan plan, RenditionNames names, Packaging packaging) {

    /// A track with the file it comes from.
    private record Part(Selection.Chosen chosen, PlacedTrack placed) {

        MuxedTrack muxed(String language) throws IOException, MediaFormatException {
            var indexed = placed.indexed();
            var own = indexed.track();
            var track = new Track(own.id(), own.timescale(), own.codec(), language, own.name());
            var moved =
                    new IndexedTrack(
                            track,
                            indexed.samples(),
                            indexed.configurations(),
                            placed.shiftTicks(),
                            indexed.presentedTicks(),
                            indexed.rotationDegrees());
            return MuxedTrack.of(moved, chosen.source().bytes());
        }
    }

    List<Rendition> renditions(List<Selection.Chosen> chosen, List<PlacedTrack> placed)
            throws IOException, MediaFormatException {
        var video = new ArrayList<Part>();
        var audio = new ArrayList<Part>();
        for (int i = 0; i < chosen.size(); i++) {
            var part = new Part(chosen.get(i), placed.get(i));
            (part.placed.kind() == TrackKind.VIDEO ? video : audio).add(part);
        }
        boolean isMuxed = isMuxed(video.size(), audio.size());
        var renditions = new ArrayList<Rendition>();
        for (var picture : video) {
            renditions.add(isMuxed ? muxed(picture, audio) : alone(picture, renditions.isEmpty()));
        }
        for (var sound : isMuxed ? List.<Part>of() : audio) {
            boolean isFirst = renditions.stream().noneMatch(Labels.isLike(sound.placed));
            renditions.add(alone(sound, isFirst));
        }
        return renditions;
    }

    private boolean isMuxed(int videoCount, int audioCount) throws MediaFormatException {
        if (packaging.sound() == Sound.MUXED && audioCount > 1) {
            throw MediaFormatException.unsupported(
                    "",
                    audioCount
                            + " audio tracks cannot be a choice when they are muxed; keep audio apart");
        }
        boolean isWanted = packaging.sound() == Sound.MUXED || packaging.sound() == Sound.AUTO;
        boolean mustBeApart = packaging.hasAudioOnly() && packaging.sound() == Sound.AUTO;
        return isWanted && !mustBeApart && videoCount > 0 && audioCount == 1;
    }

    private Rendition muxed(Part picture, List<Part> sound)
            throws IOException, MediaFormatException {
        var tracks = new ArrayList<MuxedTrack>();
        var cuts = new ArrayList<int[]>();
        var placed = new ArrayList<PlacedTrack>();
        var label = Labels.of(picture.chosen, names, true);
        tracks.add(picture.muxed(label.language()));
        cuts.add(plan.cutSamples(picture.placed));
        placed.add(picture.placed);
        for (var part : sound) {
            tracks.add(part.muxed(Labels.language(part.chosen)));
            cuts.add(plan.cutSamples(part.placed));
            placed.add(part.placed);
        }
        var segmenter = new TransportSegmenter(tracks, cuts, true);
        var name = names.video(picture.placed);
        return new Rendition(
                new Rendition.Folder(name, packaging.isSingleFile()),
                plan,
                placed,
                SegmentTimes.of(plan),
                segmenter,
                label);
    }

    private Rendition alone(Part part, boolean isFirst) throws IOException, MediaFormatException {
        var label = Labels.of(part.chosen, names, isFirst);
        var segments = TrackSegments.of(plan, part.placed);
        boolean isVideo = part.placed.kind() == TrackKind.VIDEO;
        var track = part.muxed(label.language());
        var cuts = segments.cutSamples();
        Segmenter segmenter =
                isVideo || packaging.sound() == Sound.SEPARATE
                        ? new TransportSegmenter(List.of(track), List.of(cuts), isVideo)
                        : new PackedAudioSegmenter(track, cuts);
        var name = isVideo ? names.video(part.placed) : names.audio(label.language());
        return new Rendition(
                new Rendition.Folder(name, packaging.isSingleFile()),
                plan,
                List.of(part.placed),
                segments.times(),
                segmenter,
                label);
    }
}
