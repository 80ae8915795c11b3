package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.SegmentChunk;
import dev.anabranch.media.mp4.SegmentReader;
import dev.anabranch.packager.check.SegmentFacts.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures one segment of fragmented MP4; owned by one thread.
final class FragmentProbe {

    private final InitFacts init;
    private final Breach.Severity holes;
    private final Map<Integer, TrackMeasure> measures = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private FragmentProbe(InitFacts init, Breach.Severity holes) {
        this.init = init;
        this.holes = holes;
    }

    static SegmentFacts measure(byte[] bytes, InitFacts init) {
        return measure(bytes, init, Breach.Severity.MUST);
    }

    /// @param holes what it is that time is missing between two chunks
    static SegmentFacts measure(byte[] bytes, InitFacts init, Breach.Severity holes) {
        var probe = new FragmentProbe(init, holes);
        try {
            probe.read(SegmentReader.read(ByteBuffer.wrap(bytes), init.defaults()));
        } catch (MediaFormatException broken) {
            probe.faults.add(Fault.must("segment-parse", String.valueOf(broken.getMessage())));
        }
        var tracks =
                probe.measures.values().stream()
                        .filter(measure -> measure.count() > 0)
                        .map(TrackMeasure::facts)
                        .toList();
        return new SegmentFacts(
                bytes.length,
                Container.FRAGMENTED_MP4,
                tracks,
                probe.faults,
                Optional.empty(),
                Optional.empty());
    }

    private void read(List<SegmentChunk> chunks) {
        if (chunks.isEmpty()) {
            faults.add(Fault.must("segment-parse", "there is no moof with an mdat in the segment"));
        }
        for (var chunk : chunks) {
            if (init.isCmaf() && chunk.tracks().size() != 1) {
                faults.add(
                        Fault.must(
                                "O36",
                                "a CMAF chunk has 1 track fragment, this one has "
                                        + chunk.tracks().size()));
            }
            chunk.tracks().forEach(track -> fragment(chunk, track));
        }
    }

    private void fragment(SegmentChunk chunk, SegmentChunk.TrackSamples track) {
        var format = init.track(track.trackId());
        if (format.isEmpty()) {
            faults.add(
                    Fault.must(
                            "track-id",
                            "track %d is not in the init segment, which has %s"
                                    .formatted(track.trackId(), trackIds())));
            return;
        }
        var measure =
                measures.computeIfAbsent(track.trackId(), _ -> new TrackMeasure(format.get()));
        long dts = start(chunk, track, measure);
        for (var sample : track.samples()) {
            boolean isSync = sample.isSync() || format.get().kind() != TrackKind.VIDEO;
            measure.sample(
                    dts, dts + sample.compositionOffsetTicks(), sample.durationTicks(), isSync);
            dts += sample.durationTicks();
        }
        inside(chunk, track);
    }

    private long start(SegmentChunk chunk, SegmentChunk.TrackSamples track, TrackMeasure measure) {
        long expected = measure.endTicks();
        if (track.baseDecodeTicks() < 0) {
            faults.add(
                    Fault.must(
                            "O36",
                            "the moof at offset "
                                    + chunk.position()
                                    + " has no tfdt for track "
                                    + track.trackId()));
            return expected;
        }
        if (measure.count() > 0 && track.baseDecodeTicks() != expected) {
            boolean isHole = track.baseDecodeTicks() > expected;
            faults.add(
                    new Fault(
                            "O31",
                            isHole ? holes : Breach.Severity.MUST,
                            "within the segment, tfdt is %d where the samples before end at %d"
                                    .formatted(track.baseDecodeTicks(), expected)));
        }
        return track.baseDecodeTicks();
    }

    private void inside(SegmentChunk chunk, SegmentChunk.TrackSamples track) {
        long end = chunk.position() + chunk.sizeBytes();
        for (var sample : track.samples()) {
            if (sample.position() < chunk.position()
                    || sample.position() + sample.sizeBytes() > end) {
                faults.add(
                        Fault.must(
                                "segment-parse",
                                "a sample of track %d lies at %d to %d, outside its chunk, %d to %d"
                                        .formatted(
                                                track.trackId(),
                                                sample.position(),
                                                sample.position() + sample.sizeBytes(),
                                                chunk.position(),
                                                end)));
                return;
            }
        }
    }

    private List<Integer> trackIds() {
        return init.tracks().stream().map(TrackFormat::id).toList();
    }
}
