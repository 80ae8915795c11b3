package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;
import dev.anabranch.packager.check.SegmentFacts.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One media playlist or Representation with all its segments.
///
/// @param file the manifest that announces it
/// @param name what tells it apart in that manifest; empty for a media playlist
/// @param durationRule the rule that declared durations break when they are wrong
/// @param isIndependent whether the manifest says that every segment decodes by itself
record MeasuredRendition(
        String file,
        String name,
        String durationRule,
        boolean isIndependent,
        List<MeasuredSegment> segments) {

    MeasuredRendition {
        segments = List.copyOf(segments);
    }

    /// The place of a segment in the manifest.
    String where(MeasuredSegment segment) {
        return name.isEmpty() ? segment.where() : name + ", " + segment.where();
    }

    Optional<TrackKind> kind() {
        return segments.stream()
                .flatMap(segment -> segment.main().stream())
                .map(TrackFacts::kind)
                .findFirst();
    }

    /// Every distinct format of its tracks, in the order they come.
    List<TrackFormat> formats() {
        var formats = new LinkedHashMap<Map.Entry<Integer, String>, TrackFormat>();
        for (var segment : segments) {
            for (var track : segment.facts().map(SegmentFacts::tracks).orElse(List.of())) {
                formats.putIfAbsent(
                        Map.entry(track.format().id(), track.format().parameters()),
                        track.format());
            }
            segment.init()
                    .ifPresent(init ->
                            init.tracks()
                                    .forEach(track ->
                                            formats.putIfAbsent(
                                                    Map.entry(track.id(), track.parameters()),
                                                    track)));
        }
        return List.copyOf(formats.values());
    }

    /// The segments that continue each other, run by run; those that could not be read end a run.
    List<List<MeasuredSegment>> runs() {
        var runs = new ArrayList<List<MeasuredSegment>>();
        List<MeasuredSegment> run = new ArrayList<>();
        for (var segment : segments) {
            if (segment.startsRun() || segment.main().isEmpty()) {
                runs.add(run);
                run = new ArrayList<>();
            }
            if (segment.main().isPresent()) {
                run.add(segment);
            }
        }
        runs.add(run);
        runs.removeIf(List::isEmpty);
        return runs;
    }

    /// What is wrong with the segments by themselves.
    void faults(Findings findings) {
        for (var segment : segments) {
            for (Fault fault : segment.facts().map(SegmentFacts::faults).orElse(List.of())) {
                findings.add(
                        new Breach(
                                fault.rule(),
                                fault.severity(),
                                segment.part().toString(),
                                "",
                                fault.text()));
            }
        }
    }
}
