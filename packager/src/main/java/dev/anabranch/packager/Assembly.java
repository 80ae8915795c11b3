package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.TextTrack;
import dev.anabranch.media.text.TimedText;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.packager.Packaging.Container;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Makes a presentation of chosen tracks: one timeline, one cut plan, a rendition for each track.
/// Used once, by one thread.
final class Assembly {

    private final Packaging packaging;
    private final Selection selection;
    private final About about;
    private final boolean isGrowing;
    private final List<String> warnings = new ArrayList<>();
    private final RenditionNames names = new RenditionNames();

    /// @param isGrowing whether the sources are still being written, and end anywhere
    Assembly(Packaging packaging, Selection selection, About about, boolean isGrowing) {
        this.packaging = packaging;
        this.selection = selection;
        this.about = about;
        this.isGrowing = isGrowing;
        warnings.addAll(selection.warnings());
    }

    /// @param sources closed with the presentation
    VodPresentation assemble(List<SourceFile> sources) throws IOException, MediaFormatException {
        packaging.check();
        var chosen = Stream.concat(selection.video().stream(), selection.audio().stream()).toList();
        if (chosen.isEmpty()) {
            throw MediaFormatException.unsupported(
                    "", "there is neither video nor audio to package");
        }
        var atSource = new ArrayList<PlacedTrack>();
        for (var one : chosen) {
            atSource.add(PlacedTrack.place(one.label(), one.track(), warnings));
        }
        var origin =
                atSource.stream().map(PlacedTrack::start).min(Timestamp::compareTo).orElseThrow();
        var placed = atSource.stream().map(track -> track.from(origin)).toList();
        var plan = plan(placed);
        warnings.addAll(plan.warnings());

        var renditions =
                new ArrayList<Rendition>(
                        switch (packaging.container()) {
                            case CMAF ->
                                    new CmafAssembly(plan, names, packaging.isSingleFile())
                                            .renditions(chosen, placed);
                            case TRANSPORT_STREAM ->
                                    new TransportAssembly(plan, names, packaging)
                                            .renditions(chosen, placed);
                        });
        for (var cues : selection.subtitles()) {
            renditions.add(subtitles(cues, origin, plan));
        }
        return new VodPresentation(packaging, about, plan, renditions, sources, warnings);
    }

    private Rendition subtitles(Selection.Cues cues, Timestamp origin, CutPlan plan)
            throws IOException, MediaFormatException {
        var zero =
                packaging.container() == Container.CMAF
                        ? Timestamp.ZERO
                        : new Timestamp(TransportSegmenter.OFFSET_TICKS, Timescale.MPEG);
        var segmenter = new CueText(document(cues), origin, plan, zero);
        var label = Labels.of(cues, names);
        return new Rendition(
                new Rendition.Folder(names.text(label.language()), false),
                plan,
                List.of(),
                SegmentTimes.of(plan),
                segmenter,
                label);
    }

    private WebVtt document(Selection.Cues cues) throws IOException, MediaFormatException {
        var bytes = cues.source().bytes();
        if (cues.track().isPresent()) {
            var track = TextTrack.read(cues.track().get(), bytes);
            track.warnings().forEach(warning -> warnings.add(cues.label() + ": " + warning));
            return track.document();
        }
        var text = TimedText.parse(bytes.read(0, (int) bytes.sizeBytes()));
        text.findings().forEach(finding -> warnings.add(cues.label() + ": " + finding));
        return text.document();
    }

    /// Renditions are the same film: one that ends a segment earlier is another one, and a player
    /// that switches to it falls off its end.
    @SuppressWarnings("ReferenceEquality") // the track itself, not one like it
    private void checkLength(PlacedTrack reference, PlacedTrack track) throws MediaFormatException {
        var first = track.finish().compareTo(reference.finish()) < 0 ? track : reference;
        var last = first == track ? reference : track;
        if (CutPolicy.later(first.finish(), packaging.cuts().target()).compareTo(last.finish())
                < 0) {
            throw MediaFormatException.unsupported(
                    "",
                    "%s ends at %s, %s at %s: they are not renditions of one source; package them apart, or cut off the longer one"
                            .formatted(first.label(), first.finish(), last.label(), last.finish()));
        }
    }

    private CutPlan plan(List<PlacedTrack> placed) throws MediaFormatException {
        var video = placed.stream().filter(track -> track.kind() == TrackKind.VIDEO).toList();
        var common =
                packaging.isAligning() && video.size() > 1
                        ? video.subList(1, video.size())
                        : List.<PlacedTrack>of();
        var plan = packaging.cuts().plan(placed, common);
        var alignment = Alignment.check(plan, placed);
        if (isGrowing) {
            return plan;
        }
        if (!alignment.isAligned()) {
            throw MediaFormatException.unsupported("", alignment.toString());
        }
        for (var track : video) {
            checkLength(plan.reference(), track);
        }
        return plan;
    }
}
