package dev.anabranch.packager.live;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.FlacConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.media.ts.MuxedTrack;
import dev.anabranch.media.ts.PacketCounts;
import dev.anabranch.media.ts.SampleRange;
import dev.anabranch.media.ts.SegmentMuxer;
import dev.anabranch.packager.live.LiveSegment.PartKind;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes MPEG-TS segments of the first picture and the first sound, of whole segments of theirs and
/// with the same numbers: their samples are read where they lie. Owned by the feeding thread.
///
/// While a track is in a codec that transport streams cannot carry its segments are gaps; there is
/// no rendition before the first that can be made.
///
/// Continuity counters run on from segment to segment; only a discontinuity begins them anew, as it
/// may bring other tracks.
final class TransportLane {

    /// Ten seconds, as Apple's segmenter has it: the clock stays positive ahead of the first time.
    private static final long OFFSET_TICKS = 10 * Timescale.MPEG.ticksPerSecond();

    private final Announcer announcer;
    private final Function<Track, LiveRendition> rendition;
    private final Map<LiveRendition, ArrayDeque<SegmentSamples>> waiting = new LinkedHashMap<>();
    private @Nullable LiveRendition opened;
    private long discontinuityNumber = -1;
    private PacketCounts before = PacketCounts.none(0);
    private List<LiveRendition> tracks = List.of();

    /// @param rendition opens the rendition when the first segment is there, by the format of its
    ///   pictures, else its sound
    TransportLane(Announcer announcer, Function<Track, LiveRendition> rendition) {
        this.announcer = announcer;
        this.rendition = rendition;
    }

    /// What a lane of this rendition tells its samples to.
    SampleLog log(LiveRendition source) {
        if (!takes(source)) {
            return SampleLog.NONE;
        }
        var samples = new SegmentSamples.Builder();
        var complete = new ArrayDeque<SegmentSamples>();
        waiting.put(source, complete);
        return new SampleLog() {
            @Override
            public void add(Sample sample) {
                samples.add(sample);
            }

            @Override
            public void sent(long offsetBytes) {
                samples.place(offsetBytes);
            }

            @Override
            public void complete(LiveSegment segment) {
                var whole = samples.build(segment);
                boolean isWanted = Objects.equals(waiting.get(source), complete);
                if (isWanted && segment.retain()) {
                    complete.add(whole);
                    advance();
                }
            }
        };
    }

    /// Whether it is the first of its kind, or the first that can be carried after one that cannot.
    private boolean takes(LiveRendition source) {
        var same = waiting.keySet().stream().filter(one -> one.kind() == source.kind()).findFirst();
        if (same.isEmpty()) {
            return true;
        }
        if (canCarry(same.get()) || !canCarry(source)) {
            return false;
        }
        var left = waiting.remove(same.get());
        if (left != null) {
            left.forEach(samples -> samples.segment().release());
        }
        return true;
    }

    private static boolean canCarry(LiveRendition source) {
        var codec = source.track().codec();
        return !(codec instanceof OpusConfiguration || codec instanceof FlacConfiguration);
    }

    /// Makes what can be made: a segment that no track can add to any more.
    private void advance() {
        while (true) {
            long msn = Long.MAX_VALUE;
            for (var queue : waiting.values()) {
                msn =
                        Math.min(
                                msn,
                                queue.isEmpty()
                                        ? Long.MIN_VALUE
                                        : queue.getFirst().segment().msn());
            }
            if (msn < 0) {
                return;
            }
            make(msn);
        }
    }

    /// Nothing more will come: what waits is made of what is there.
    void end() {
        while (waiting.values().stream().anyMatch(queue -> !queue.isEmpty())) {
            long msn = Long.MAX_VALUE;
            for (var queue : waiting.values()) {
                msn = queue.isEmpty() ? msn : Math.min(msn, queue.getFirst().segment().msn());
            }
            make(msn);
        }
        drop();
    }

    void drop() {
        for (var queue : waiting.values()) {
            queue.forEach(samples -> samples.segment().release());
            queue.clear();
        }
    }

    private void make(long msn) {
        var sources = new LinkedHashMap<LiveRendition, SegmentSamples>();
        for (var entry : waiting.entrySet()) {
            var queue = entry.getValue();
            if (!queue.isEmpty() && queue.getFirst().segment().msn() == msn) {
                sources.put(entry.getKey(), queue.removeFirst());
            }
        }
        try {
            make(sources);
        } finally {
            sources.values().forEach(samples -> samples.segment().release());
        }
    }

    private void make(Map<LiveRendition, SegmentSamples> sources) {
        var leading = sources.keySet().iterator().next();
        for (var source : sources.keySet()) {
            leading = source.kind() == TrackKind.VIDEO ? source : leading;
        }
        var lead = sources.get(leading);
        var like = Objects.requireNonNull(lead).segment();
        var carried = carried(sources);
        if (opened == null && carried.isEmpty()) {
            return;
        }
        var into = opened == null ? rendition.apply(leading.formatOf(like)) : opened;
        opened = into;
        carried.forEach((source, track) -> into.needs(track.track().track().codec().codecString()));
        var start = like.start();
        var clock = like.timescale();
        long shown = mpeg(start.startTicks() + start.delayTicks(), clock);
        var segment =
                into.begin(
                        new SegmentStart(
                                start.msn(),
                                start.discontinuityNumber(),
                                start.isDiscontinuity(),
                                0,
                                mpeg(start.startTicks(), clock),
                                shown - mpeg(start.startTicks(), clock),
                                start.programDateTime()));
        var bytes = carried.containsKey(leading) ? mux(carried, segment) : EMPTY;
        var kind = like.isIndependent() ? PartKind.STARTS_INDEPENDENT : PartKind.DEPENDENT;
        boolean isGap = !bytes.hasRemaining();
        var part =
                segment.add(
                        mpeg(like.endTicks(), clock),
                        isGap ? PartKind.GAP : kind,
                        bytes,
                        isGap ? 0 : Math.toIntExact(like.samples()));
        announcer.part(into, segment, part);
        into.completed(segment);
        announcer.segment(into, segment);
    }

    private static long mpeg(long ticks, Timescale clock) {
        return clock.convert(ticks, Timescale.MPEG, RoundingMode.HALF_UP);
    }

    private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

    /// What is there to be carried; nothing while a track is in a codec that no transport stream
    /// has: its next format may be another.
    private Map<LiveRendition, MuxedTrack> carried(Map<LiveRendition, SegmentSamples> sources) {
        var carried = new LinkedHashMap<LiveRendition, MuxedTrack>();
        try {
            for (var source : sources.entrySet()) {
                if (source.getValue().count() > 0) {
                    carried.put(source.getKey(), track(source.getKey(), source.getValue()));
                }
            }
            return carried;
        } catch (MediaFormatException | IOException e) {
            refuse(e);
            return Map.of();
        }
    }

    private void refuse(Exception why) {
        announcer.warning("transport", "No transport stream: " + why.getMessage());
    }

    /// The segment's bytes; none when a sample is larger than a transport stream takes.
    private ByteBuffer mux(Map<LiveRendition, MuxedTrack> carried, LiveSegment into) {
        var now = List.copyOf(carried.keySet());
        boolean isOther = !now.equals(tracks) || into.discontinuityNumber() != discontinuityNumber;
        before = isOther ? PacketCounts.none(now.size()) : before;
        tracks = now;
        discontinuityNumber = into.discontinuityNumber();
        var ranges =
                carried.values().stream()
                        .map(one -> new SampleRange(0, one.track().samples().count()))
                        .toList();
        try {
            var muxer = new SegmentMuxer(List.copyOf(carried.values()), OFFSET_TICKS);
            var plan = muxer.plan(ranges);
            var room = into.allocate(Math.toIntExact(plan.sizeBytes()));
            muxer.write(plan, before, room::put);
            before = before.plus(plan.packets());
            return room.flip();
        } catch (MediaFormatException | IOException e) {
            refuse(e);
            return EMPTY;
        }
    }

    private static MuxedTrack track(LiveRendition source, SegmentSamples samples)
            throws IOException, MediaFormatException {
        var track = source.formatOf(samples.segment());
        var configurations = List.of(TrackConfiguration.of(track.codec()));
        return MuxedTrack.of(new IndexedTrack(track, samples, configurations, 0, -1, 0), samples);
    }
}
