package dev.anabranch.packager.check;

import dev.anabranch.media.Frame;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.ts.StreamEvent;
import dev.anabranch.media.ts.TransportStreamReader;
import dev.anabranch.packager.check.SegmentFacts.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures one segment of a transport stream by itself, as a player that seeks to it has to read
/// it; owned by one thread.
final class TransportProbe {

    private static final long PCR_LIMIT_NANOS = 100_000_000;
    private static final long PCR_ADVICE_NANOS = 40_000_000;

    private final TransportStreamReader reader = new TransportStreamReader();
    private final Map<Integer, Track> described = new LinkedHashMap<>();
    private final Map<Integer, TrackMeasure> measures = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    static SegmentFacts measure(byte[] bytes) {
        var probe = new TransportProbe();
        var scan = TransportScan.of(bytes);
        probe.read(bytes);
        probe.packets(bytes, scan);
        var tracks =
                probe.measures.values().stream()
                        .filter(measure -> measure.count() > 0)
                        .map(TrackMeasure::facts)
                        .toList();
        return new SegmentFacts(
                bytes.length,
                Container.TRANSPORT_STREAM,
                tracks,
                probe.faults,
                Optional.of(scan),
                Optional.empty());
    }

    private void read(byte[] bytes) {
        reader.feed(ByteBuffer.wrap(bytes));
        drain();
        try {
            reader.end();
            drain();
        } catch (MediaFormatException broken) {
            faults.add(Fault.must("segment-parse", String.valueOf(broken.getMessage())));
        }
        if (measures.isEmpty() && faults.isEmpty()) {
            faults.add(Fault.must("segment-parse", "there is no frame in the segment"));
        }
    }

    private void drain() {
        for (var event = reader.poll(); event.isPresent(); event = reader.poll()) {
            switch (event.get()) {
                case StreamEvent.TrackDescribed known ->
                        described.put(known.track().id(), known.track());
                case StreamEvent.FrameRead read -> {
                    try (var frame = read.frame()) {
                        frame(frame);
                    }
                }
                case StreamEvent.TrackEnded _, StreamEvent.Discontinuity _ -> {}
            }
        }
    }

    private void frame(Frame frame) {
        var track = described.get(frame.trackId());
        if (track == null || frame.isConfiguration()) {
            return;
        }
        long ticks =
                track.codec() instanceof AudioConfiguration audio && audio.samplesPerFrame() > 0
                        ? Math.round(90_000.0 * audio.samplesPerFrame() / audio.sampleRateHz())
                        : frame.durationTicks();
        measures.computeIfAbsent(track.id(), _ -> new TrackMeasure(TrackFormat.of(track)))
                .sample(
                        frame.dtsTicks(),
                        frame.ptsTicks(),
                        ticks,
                        frame.isKeyframe() || track.kind() != TrackKind.VIDEO);
    }

    private void packets(byte[] bytes, TransportScan scan) {
        var statistics = reader.statistics();
        if (bytes.length % TransportScan.PACKET_BYTES != 0 || scan.unsynchronized() > 0) {
            faults.add(
                    Fault.must(
                            "ts-sync",
                            "%d bytes are no whole packets of 188, or %d of them lack the sync byte"
                                    .formatted(bytes.length, scan.unsynchronized())));
        }
        if (!scan.startsWithTables()) {
            faults.add(
                    Fault.must("ts-tables", "the segment does not begin with PAT and PMT (3.1.1)"));
        }
        if (statistics.lostPackets() > 0) {
            faults.add(
                    Fault.must(
                            "ts-continuity",
                            "continuity counters jump "
                                    + statistics.lostPackets()
                                    + " times within the segment, allowed is never"));
        }
        if (statistics.brokenSections() > 0) {
            faults.add(
                    Fault.must(
                            "ts-tables",
                            statistics.brokenSections() + " sections have a wrong checksum"));
        }
        clock(scan);
    }

    private void clock(TransportScan scan) {
        long gap = scan.widestClockGapNanos();
        if (scan.clockCount() == 0) {
            faults.add(Fault.must("ts-pcr", "there is no PCR in the segment"));
        } else if (gap > PCR_LIMIT_NANOS) {
            faults.add(
                    Fault.must(
                            "ts-pcr",
                            "PCRs are up to %s apart, allowed are 0.100 s (ISO/IEC 13818-1, 2.7.2)"
                                    .formatted(Clocks.seconds(gap))));
        } else if (gap > PCR_ADVICE_NANOS) {
            faults.add(
                    Fault.should(
                            "ts-pcr",
                            "PCRs are up to %s apart, advised are 0.040 s"
                                    .formatted(Clocks.seconds(gap))));
        }
    }
}
