package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.RenditionReport;
import dev.anabranch.packager.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One rendition of a live presentation: its segments of the window and of the time after it, and
/// its playlists. Used by any thread; what it answers belongs together only within one [#edge].
public final class LiveRendition {

    private final Place place;
    private final boolean isTransportStream;
    private final LiveTiming timing;
    private final SlabPool pool;
    private final Supplier<List<LiveRendition>> siblings;
    private final Timescale timescale;
    private final SegmentWindow window;
    private final Throughput throughput = new Throughput();
    private final LongAdder renders = new LongAdder();
    private final LongAdder compressions = new LongAdder();

    /// The first number at 0; only grows.
    private final List<byte[]> inits = new CopyOnWriteArrayList<>();

    private final List<Track> formats = new CopyOnWriteArrayList<>();

    // Published by the feeding thread to all others.
    private volatile Track track;
    private volatile @Nullable Moment moment;

    private final Set<String> codecs = new CopyOnWriteArraySet<>();
    private volatile boolean isRetired;

    // Owned by the feeding thread.
    private DateRanges dateRanges = DateRanges.NONE;
    private int hintedInit;
    private boolean hasEnded;
    private long nextPart;

    /// @param track on the rendition's clock
    /// @param siblings those a playlist reports of, this one among them
    LiveRendition(
            Place place,
            boolean isTransportStream,
            Track track,
            LiveTiming timing,
            SlabPool pool,
            Supplier<List<LiveRendition>> siblings) {
        this.place = place;
        this.isTransportStream = isTransportStream;
        this.track = track;
        this.timing = timing;
        this.pool = pool;
        this.siblings = siblings;
        timescale = track.timescale();
        window = new SegmentWindow(timing, timescale);
        codecs.add(track.codec().codecString());
    }

    /// `video-1`, `audio-1`, `ts-1`: its folder, and unique in the presentation.
    public String name() {
        return place.name();
    }

    /// The order of renditions; one that came later may have begun before one that came first.
    int order() {
        return place.order();
    }

    /// What it carries; a transport stream with pictures is VIDEO.
    public TrackKind kind() {
        return track.kind();
    }

    /// Whether its segments are MPEG-TS: whole ones, without parts.
    public boolean isTransportStream() {
        return isTransportStream;
    }

    /// The track as it is now, on the rendition's clock; of a transport stream its pictures if any.
    public Track track() {
        return track;
    }

    /// The clock of all its ticks.
    public Timescale timescale() {
        return timescale;
    }

    /// Whether no player is to choose it.
    void retire(boolean isSo) {
        isRetired = isSo;
    }

    boolean isRetired() {
        return isRetired;
    }

    public LiveEdge edge() {
        return now().edge();
    }

    /// The playlist of this moment; the same object until the edge moves or a date range comes.
    public RenderedText playlist(Delta delta) {
        return now().text(delta);
    }

    /// A segment of the window, of the grace period after it (6.2.2), or the one that grows.
    public Optional<LiveSegment> segment(long msn) {
        return window.find(msn);
    }

    /// The segment that holds part `number`, if the part is there: retain it to read its
    /// [LiveSegment#part].
    ///
    /// @param presentation the first number in its address: which presentation it is of
    public Optional<LiveSegment> holder(long presentation, long number) {
        return presentation == timing.firstMsn()
                ? window.holder(number).filter(segment -> segment.part(number).isPresent())
                : Optional.empty();
    }

    /// The part a player can ask for though it is not there yet, and the answer waits for it
    /// (6.2.6); empty in renditions without parts and when the presentation has ended.
    public Optional<PartAddress> hint() {
        var at = now();
        return hasParts() && !at.edge().hasEnded() ? Optional.of(at.hint()) : Optional.empty();
    }

    /// `init-{number}.mp4`, kept as long as the presentation; shared, not to be changed.
    public Optional<byte[]> init(int number) {
        int index = number - timing.firstInit();
        return index < 0 || index >= inits.size()
                ? Optional.empty()
                : Optional.of(inits.get(index));
    }

    /// EXT-X-TARGETDURATION in seconds: never changes, the same in all renditions.
    public long targetDuration() {
        return timing.targetSeconds();
    }

    /// PART-TARGET in seconds: never changes; zero in renditions without parts.
    public Decimal partTarget() {
        return hasParts() ? timing.partTarget() : Decimal.ZERO;
    }

    public LivePolicy policy() {
        return timing.policy();
    }

    /// The highest bit rate of its segments so far, in bits per second; 0 before the first.
    public long peakBitsPerSecond() {
        return throughput.peakBitsPerSecond();
    }

    /// Bit rate over all its segments so far, in bits per second; 0 before the first.
    public long averageBitsPerSecond() {
        return throughput.averageBitsPerSecond();
    }

    /// How many playlists have been rendered: at most one for each [Delta] and part.
    public long renders() {
        return renders.sum();
    }

    /// How many playlists have been compressed.
    public long compressions() {
        return compressions.sum();
    }

    /// CODECS entries: what its listed segments and the track need.
    List<String> codecs() {
        return List.copyOf(codecs);
    }

    /// A part, whichever segment it is of.
    ///
    /// @param presentation the first number in its address: which presentation it is of
    /// @param number counted from 0 in the rendition and the presentation
    public record PartAddress(long presentation, long number) {

        /// Its address in the rendition's folder: the next is known whether or not a keyframe
        /// begins a segment before it.
        public String uri() {
            return presentation + "." + number + ".m4s";
        }
    }

    /// Whether its playlists have parts.
    boolean hasParts() {
        return timing.policy().isLowLatency() && !isTransportStream;
    }

    /// Whether a playlist of it can be played: a segment is complete.
    boolean isPlayable() {
        return moment != null;
    }

    /// The segments its playlist lists now.
    List<LiveSegment> listed() {
        return now().window();
    }

    /// The segment that grows, whether its playlist says so or not.
    @Nullable LiveSegment growing() {
        return window.open();
    }

    String segmentUri(long msn) {
        return msn + (isTransportStream ? ".ts" : ".m4s");
    }

    /// What part `number` is asked for with.
    PartAddress address(long number) {
        return new PartAddress(timing.firstMsn(), number);
    }

    static String initUri(int number) {
        return "init-" + number + ".mp4";
    }

    /// EXT-X-RENDITION-REPORT for every other rendition of the same multivariant playlist.
    List<RenditionReport> reports() {
        var reports = new ArrayList<RenditionReport>();
        for (var other : siblings.get()) {
            var there = other.moment;
            if (other == this || there == null) {
                continue;
            }
            var edge = there.edge();
            // With no part of the segment that grows, the last part is of the one before it.
            Long lastPart = hasParts() ? Long.valueOf(edge.partCount() - 1) : null;
            reports.add(
                    new RenditionReport(
                            "../" + other.name() + "/index.m3u8", edge.lastMsn(), lastPart));
        }
        return reports;
    }

    /// What the samples of a segment of its own are decoded with.
    Track formatOf(LiveSegment segment) {
        return formats.get(segment.initNumber() - timing.firstInit());
    }

    RenderedText text(Supplier<byte[]> source) {
        return new RenderedText(MediaType.HLS_PLAYLIST, renders, compressions, source);
    }

    // What follows belongs to the feeding thread.

    void describe(Track now) {
        track = now;
        codecs.add(now.codec().codecString());
    }

    /// Names a codec that a player needs for it as well.
    void needs(String codec) {
        codecs.add(codec);
    }

    int addInit(Track of, byte[] bytes) {
        formats.add(of);
        inits.add(bytes);
        return lastInit();
    }

    /// The number of the newest initialization section.
    int lastInit() {
        return timing.firstInit() + inits.size() - 1;
    }

    void hintInit(int number) {
        hintedInit = number;
        refresh();
    }

    LiveSegment begin(SegmentStart start) {
        if (start.initNumber() >= hintedInit) {
            hintedInit = 0;
        }
        var memory = new SegmentMemory(pool, window.slabBytes());
        var segment = new LiveSegment(start, nextPart, timescale, memory);
        window.begin(segment);
        return segment;
    }

    /// Makes a part that was added to the segment that grows known.
    void grown() {
        if (hasParts()) {
            refresh();
        }
    }

    void completed(LiveSegment segment) {
        segment.complete();
        nextPart = segment.nextPart();
        throughput.add(segment.sizeBytes(), segment.durationTicks(), timescale);
        window.complete(segment);
        if (timing.isFrozen()) {
            publish();
        }
    }

    void dateRanges(DateRanges now) {
        dateRanges = now;
        refresh();
    }

    /// From now on it can be played, if a segment is complete.
    void publish() {
        if (window.hasComplete()) {
            moment = window.moment(this, dateRanges, hintedInit, hasEnded);
        }
    }

    void end() {
        hasEnded = true;
        refresh();
    }

    void close() {
        window.close();
    }

    boolean hasEnded() {
        return hasEnded;
    }

    private void refresh() {
        if (moment != null) {
            publish();
        }
    }

    private Moment now() {
        var now = moment;
        if (now == null) {
            throw new IllegalStateException(name() + " has no segment yet");
        }
        return now;
    }
}
