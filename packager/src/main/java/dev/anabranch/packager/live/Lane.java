package dev.anabranch.packager.live;

import dev.anabranch.media.Lease;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.InitSegment;
import dev.anabranch.media.mp4.MediaSegment;
import dev.anabranch.media.mp4.ProducerReferenceTime;
import dev.anabranch.media.mp4.SampleRun;
import dev.anabranch.media.mp4.SegmentType;
import dev.anabranch.packager.live.LiveSegment.PartKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the parts and segments of one track, where its [PartCutter] and the cuts of the
/// presentation say. Owned by the feeding thread.
final class Lane {

    static final int TRACK_ID = 1;

    private final LiveRendition rendition;
    private final Announcer announcer;
    private final LiveTiming timing;
    private final Timescale clock;
    private final PartCutter cutter;
    private final SampleLog log;

    private final SampleRun.Builder samples = new SampleRun.Builder();
    private final List<Lease> payloads = new ArrayList<>();
    private PartKind kind = PartKind.DEPENDENT;

    private @Nullable LiveSegment segment;
    private Track format;
    private int initNumber;
    private boolean hasInit;
    private int epoch = -1;

    /// When the first sample of the segment that grows is presented.
    private long shownTicks;

    private long delayTicks;

    /// How much later than it was decoded the last keyframe is presented.
    private long keyDelayTicks;

    private long sequence;

    /// @param spacingTicks how far apart its frames are
    /// @param log told of every sample written
    Lane(
            LiveRendition rendition,
            Announcer announcer,
            LiveTiming timing,
            long spacingTicks,
            SampleLog log) {
        this.rendition = rendition;
        this.announcer = announcer;
        this.timing = timing;
        this.log = log;
        clock = rendition.timescale();
        format = rendition.track();
        long longest = timing.longestPartTicks(clock);
        cutter =
                new PartCutter(
                        timing.shortestPartTicks(clock),
                        longest,
                        new FrameSpacing(spacingTicks, longest));
    }

    LiveRendition rendition() {
        return rendition;
    }

    Timescale clock() {
        return clock;
    }

    boolean hasStarted() {
        return segment != null;
    }

    int epoch() {
        return epoch;
    }

    boolean decodes(Sample sample) {
        return hasStarted() && format.codec().decodes(sample.format().codec());
    }

    long spacingTicks() {
        return cutter.spacingTicks();
    }

    /// When the sample after the last is presented, as far as can be foretold.
    long nextTicks() {
        return (cutter.isEmpty() ? cutter.startTicks() : cutter.foretoldEnd()) + delayTicks;
    }

    /// No sample that comes later is presented before this, but for reordering.
    long horizonTicks() {
        return cutter.horizonTicks() + delayTicks;
    }

    /// When something decoded at `dtsTicks` is presented, but for reordering.
    long presentedTicks(long dtsTicks) {
        return dtsTicks + delayTicks;
    }

    /// How long the segment is up to here, the part under way not counted.
    long segmentTicks() {
        var now = segment;
        return now == null ? 0 : cutter.startTicks() - now.startTicks();
    }

    long startTicks() {
        return cutter.startTicks();
    }

    long delayTicks() {
        return delayTicks;
    }

    long firstMsn() {
        return timing.firstMsn();
    }

    long longestPartTicks() {
        return timing.longestPartTicks(clock);
    }

    long longestSegmentTicks() {
        return timing.longestSegmentTicks(clock);
    }

    /// Whether a sample of this time comes when the timeline is more than a part past it already.
    boolean isMissed(long dtsTicks) {
        return dtsTicks < cutter.startTicks() - timing.longestPartTicks(clock);
    }

    /// Whether more than half a frame is missing before `dtsTicks`.
    boolean isHole(long dtsTicks) {
        return cutter.isEmpty() && dtsTicks - cutter.startTicks() > cutter.spacingTicks() / 2;
    }

    /// Tells players of the initialization section of a format that comes at the next
    /// discontinuity.
    void announce(Track next) {
        if (hasStarted() && !format.codec().decodes(next.codec())) {
            rendition.hintInit(prepare(next));
        }
    }

    /// Whether the segment must end before the next part: with it it could be too long.
    boolean isOverdue() {
        return segmentTicks() + timing.longestPartTicks(clock) > timing.longestSegmentTicks(clock);
    }

    /// Sends the part under way if a sample of this time can no longer be in it.
    void settle(long dtsTicks) {
        if (!cutter.accepts(dtsTicks)) {
            send(cutter.lastEnd(dtsTicks));
        }
    }

    /// Whether the segment would be longer than any may be with a sample of this time.
    boolean isTooLate(long dtsTicks) {
        long end = dtsTicks + cutter.spacingTicks();
        return end - growing().startTicks() > timing.hardLimitTicks(clock);
    }

    /// Whether at least a whole part is missing before `dtsTicks`.
    boolean isHoleBefore(long dtsTicks) {
        return cutter.isHoleBefore(dtsTicks);
    }

    /// One part in which there is nothing, up to `endTicks` or as long as a part may be.
    void gap(long endTicks) {
        var growing = growing();
        long end = Math.min(endTicks, cutter.startTicks() + timing.longestPartTicks(clock));
        var part = growing.add(end, PartKind.GAP, ByteBuffer.allocateDirect(0), 0);
        cutter.finish(end);
        rendition.grown();
        announcer.part(rendition, growing, part);
    }

    /// Puts a sample in the segment, and sends the part if it is the last of it.
    void append(Sample sample) {
        long decodeTicks = cutter.add(sample.dtsTicks(), spacingOf(sample));
        if (sample.isKeyframe() && kind == PartKind.DEPENDENT) {
            kind = samples.count() == 0 ? PartKind.STARTS_INDEPENDENT : PartKind.HOLDS_INDEPENDENT;
        }
        samples.add(decodeTicks, sample.ptsTicks(), sample.sizeBytes(), sample.isKeyframe());
        keyDelayTicks = sample.isKeyframe() ? sample.ptsTicks() - sample.dtsTicks() : keyDelayTicks;
        log.add(sample);
        payloads.add(sample.payload());
        if (cutter.isFull()) {
            send(cutter.foretoldEnd());
        }
    }

    /// Pictures come when they come; a frame of sound lasts as long as it lasts.
    private long spacingOf(Sample sample) {
        return rendition.kind() == TrackKind.AUDIO ? sample.durationTicks() : 0;
    }

    /// Ends the segment where the sample decoded at `dtsTicks` would be next.
    void complete(long dtsTicks) {
        if (!cutter.isEmpty()) {
            send(cutter.lastEnd(dtsTicks));
        }
        finish();
    }

    /// Ends the segment where its last sample ends.
    void complete() {
        if (!cutter.isEmpty()) {
            send(cutter.lastEnd());
        }
        finish();
    }

    private void finish() {
        if (growing().parts().isEmpty()) {
            gap(cutter.startTicks() + cutter.spacingTicks());
        }
        var whole = growing();
        segment = null;
        if (!timing.isFrozen()) {
            timing.freeze(whole.durationTicks(), clock);
        }
        rendition.completed(whole);
        announcer.segment(rendition, whole);
        log.complete(whole);
    }

    /// Begins a segment whose first sample is `first`; null when nobody knows it yet.
    void begin(Cut cut, @Nullable Sample first) {
        if (first != null) {
            adopt(first);
        }
        if (cut.epoch() > epoch) {
            epoch = cut.epoch();
            restart(cut, first);
        }
        // The times of the playlist run with decoding; the wall clock is that of the picture shown.
        shownTicks = first == null ? cutter.startTicks() + keyDelayTicks : first.ptsTicks();
        segment =
                rendition.begin(
                        new SegmentStart(
                                cut.msn(),
                                cut.discontinuityNumber(),
                                cut.isDiscontinuity(),
                                initNumber,
                                cutter.startTicks(),
                                delayTicks,
                                cut.zero().plus(clock.duration(shownTicks))));
    }

    private void restart(Cut cut, @Nullable Sample first) {
        long ticks = first == null ? cut.at().on(clock).ticks() - delayTicks : first.dtsTicks();
        cutter.restart(Math.max(ticks, Math.max(0, cutter.startTicks())));
        delayTicks = first == null ? delayTicks : first.ptsTicks() - first.dtsTicks();
    }

    /// Takes the format of `first` if it needs an initialization section of its own.
    private void adopt(Sample first) {
        if (hasInit && format.codec().decodes(first.format().codec())) {
            return;
        }
        format = first.format();
        rendition.describe(format);
        initNumber = prepare(format);
        hasInit = true;
    }

    private @Nullable Track prepared;

    /// Makes the initialization section of a format that is to come, once.
    int prepare(Track next) {
        if (!next.equals(prepared)) {
            prepared = next;
            var track = new Track(TRACK_ID, clock, next.codec(), next.language(), next.name());
            var bytes = InitSegment.of(track).toBytes();
            int number = rendition.addInit(track, bytes);
            announcer.init(rendition, number, bytes);
        }
        return rendition.lastInit();
    }

    private void send(long endTicks) {
        var growing = growing();
        int sampleCount = samples.count();
        var run = samples.build(endTicks);
        boolean isFirst = growing.sizeBytes() == 0;
        var header = header(run, growing, isFirst);
        var room = growing.allocate(Math.toIntExact(header.length + run.totalBytes()));
        room.put(header);
        for (var payload : payloads) {
            room.put(payload.bytes().asByteBuffer());
            payload.close();
        }
        payloads.clear();
        var part = growing.add(endTicks, kind, room.flip(), sampleCount);
        log.sent(part.offsetBytes() + header.length);
        kind = PartKind.DEPENDENT;
        cutter.finish(endTicks);
        rendition.grown();
        announcer.part(rendition, growing, part);
    }

    private byte[] header(SampleRun run, LiveSegment growing, boolean isFirst) {
        var head =
                new MediaSegment(
                        TRACK_ID,
                        ++sequence & 0xFFFF_FFFFL,
                        run.startTicks(),
                        0,
                        isFirst ? Optional.of(SegmentType.SEGMENT) : Optional.empty(),
                        isFirst ? Optional.of(captured(growing)) : Optional.empty(),
                        List.of());
        try {
            return head.header(run);
        } catch (MediaFormatException e) {
            // Whoever made the samples keeps both times close to each other.
            throw new IllegalStateException(rendition.name() + ": " + e.getMessage(), e);
        }
    }

    private ProducerReferenceTime captured(LiveSegment growing) {
        return ProducerReferenceTime.of(
                TRACK_ID, ProducerReferenceTime.CAPTURED, growing.programDateTime(), shownTicks);
    }

    private LiveSegment growing() {
        var now = segment;
        if (now == null) {
            throw new IllegalStateException(rendition.name() + " has no segment");
        }
        return now;
    }

    /// What the samples not sent yet occupy is given back.
    void drop() {
        payloads.forEach(Lease::close);
        payloads.clear();
    }
}
