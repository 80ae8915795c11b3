package dev.anabranch.packager;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.InitSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// One CMAF rendition for each track.
///
/// @param names shared by all renditions of the presentation
record CmafAssembly(CutPlan plan, RenditionNames names, boolean isSingleFile) {

    List<Rendition> renditions(List<Selection.Chosen> chosen, List<PlacedTrack> placed) {
        var renditions = new ArrayList<Rendition>();
        for (int i = 0; i < chosen.size(); i++) {
            boolean isFirst = renditions.stream().noneMatch(Labels.isLike(placed.get(i)));
            renditions.add(rendition(chosen.get(i), placed.get(i), isFirst));
        }
        return renditions;
    }

    private Rendition rendition(Selection.Chosen chosen, PlacedTrack placed, boolean isFirst) {
        var segments = TrackSegments.of(plan, placed);
        var times = CmafTimes.of(placed);
        var label = Labels.of(chosen, names, isFirst);
        var name =
                placed.kind() == TrackKind.VIDEO
                        ? names.video(placed)
                        : names.audio(label.language());
        var segmenter =
                new CmafSegmenter(
                        chosen.source().bytes(), segments, times, part -> init(part, times, label));
        return new Rendition(
                new Rendition.Folder(name, isSingleFile),
                plan,
                List.of(placed),
                segments.times(),
                segmenter,
                label);
    }

    private static Content init(PlacedTrack placed, CmafTimes times, RenditionLabel label) {
        var source = placed.indexed();
        var track =
                new Track(
                        CmafSegmenter.TRACK_ID,
                        placed.clock(),
                        source.track().codec(),
                        label.language(),
                        source.track().name());
        var edit =
                times.editTicks() == 0 ? OptionalLong.empty() : OptionalLong.of(times.editTicks());
        var init = new InitSegment(track, source.picture(), source.rotationDegrees(), edit);
        return Content.of(MediaType.MP4, init.toBytes());
    }
}
