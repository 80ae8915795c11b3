package dev.anabranch.packager.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.hls.DateRange;
import dev.anabranch.packager.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A live stream made playable: frames go in, parts, segments, playlists and a manifest come out.
///
/// One thread feeds it; any thread reads. Nothing here waits or looks at a clock: what is due is
/// due by the times of the frames. See `docs/decisions/0021-live-cuts.md` for how it cuts.
public final class LivePresentation implements AutoCloseable {

    private static final int PATIENCE_SEGMENTS = 3;

    private final LivePolicy policy;
    private final Announcer announcer = new Announcer();
    private final SlabPool pool = new SlabPool();
    private final Conductor conductor;
    private final TransportLane transport = new TransportLane(announcer, this::openTransport);
    private final Periods periods = new Periods();
    private final LongAdder renders = new LongAdder();
    private final LongAdder compressions = new LongAdder();

    // Published by the feeding thread to all others.
    private volatile List<LiveRendition> all = List.of();
    private volatile boolean hasEnded;
    private volatile @Nullable Texts texts;

    private DateRanges dateRanges = DateRanges.NONE;
    private @Nullable LiveTiming shared;
    private Instant published = Instant.EPOCH;
    private boolean isOver;
    private boolean isClosed;

    /// What is rendered between one completed segment and the next.
    private record Texts(
            RenderedText multivariant, Optional<RenderedText> transport, RenderedText manifest) {}

    /// @param listener told of everything from the first frame on
    public LivePresentation(LivePolicy policy, LiveListener listener) {
        this.policy = policy;
        announcer.add(new Keeper());
        announcer.add(listener);
        conductor = new Conductor(policy, announcer, new Opener());
    }

    public LivePolicy policy() {
        return policy;
    }

    /// Describes a track before its first frame, and again when its configuration changes: the next
    /// keyframe then begins a new segment with a new initialization section, after a discontinuity
    /// in every rendition. Tracks that are neither video nor audio are left out; one that was
    /// [#retire]d is offered again.
    public void track(Track track) {
        conductor.track(track);
        retire(track.id(), false);
    }

    /// Says that these tracks will come, perhaps: to begin without them would be to begin anew when
    /// they are there, and players that have read the multivariant playlist would not see them.
    /// They are waited for a few seconds of the stream, before its beginning only. What was said
    /// before is forgotten.
    public void expect(Set<Integer> trackIds) {
        conductor.expect(trackIds);
    }

    /// Leaves the rendition of a track out of the multivariant playlist: nothing more will come of
    /// it. Players that have it find gaps in its playlist, and choose another one. On the feeding
    /// thread.
    public void retire(int trackId) {
        retire(trackId, true);
    }

    private void retire(int trackId, boolean isRetired) {
        var rendition = conductor.rendition(trackId);
        if (rendition.isPresent() && rendition.get().isRetired() != isRetired) {
            rendition.get().retire(isRetired);
            refresh();
        }
    }

    /// Takes and closes `frame`, of a track that was described; in decode order within its track.
    ///
    /// @param wallClock when it was captured, as well as is known: when it arrived, by the earliest
    ///   frames. Of a keyframe of the leading track it becomes the wall clock of its *presentation*
    ///   time, from which EXT-X-PROGRAM-DATE-TIME and the Periods' starts follow.
    public void frame(Frame frame, Instant wallClock) {
        if (isOver || isClosed) {
            frame.close();
            return;
        }
        conductor.frame(frame, wallClock);
    }

    /// What follows does not continue what was: segments end, EXT-X-DISCONTINUITY and a new period
    /// begin at the next keyframe.
    public void discontinuity() {
        conductor.discontinuity();
    }

    /// Adds a date range, or adds attributes to the one with its `id`. It stays until its end, or
    /// its start when it has none, has left the window.
    public void dateRange(DateRange range) {
        dateRanges = dateRanges.with(range, programNow());
        all.forEach(rendition -> rendition.dateRanges(dateRanges));
    }

    /// Completes the last segments; playlists get EXT-X-ENDLIST, the manifest becomes static.
    public void end() {
        if (isOver) {
            return;
        }
        isOver = true;
        try {
            conductor.end();
            transport.end();
        } finally {
            // Also of one that has failed: its players do not wait for what never comes.
            all.forEach(LiveRendition::end);
            refresh();
            hasEnded = true;
            announcer.ended();
        }
    }

    /// Those that can be played, in the order in which their tracks came; the transport stream
    /// last.
    public List<LiveRendition> renditions() {
        return all.stream().filter(LiveRendition::isPlayable).toList();
    }

    public Optional<LiveRendition> rendition(String name) {
        for (var rendition : all) {
            if (rendition.name().equals(name) && rendition.isPlayable()) {
                return Optional.of(rendition);
            }
        }
        return Optional.empty();
    }

    /// `index.m3u8`; empty until there is something to play.
    public Optional<RenderedText> multivariant() {
        return Optional.ofNullable(texts).map(Texts::multivariant);
    }

    /// `ts.m3u8`; empty until there is something to play, and always without a transport stream.
    public Optional<RenderedText> multivariantTransport() {
        return Optional.ofNullable(texts).flatMap(Texts::transport);
    }

    /// `manifest.mpd`; empty until there is something to play.
    public Optional<RenderedText> manifest() {
        return Optional.ofNullable(texts).map(Texts::manifest);
    }

    /// Whether the end is in every text: EXT-X-ENDLIST in the playlists, and in the manifest that
    /// it is static.
    public boolean hasEnded() {
        return hasEnded;
    }

    /// From any thread; told from the next event on.
    public void addListener(LiveListener listener) {
        announcer.add(listener);
    }

    public void removeListener(LiveListener listener) {
        announcer.remove(listener);
    }

    /// Bytes of media memory in use and kept for use, outside the heap.
    public long memoryBytes() {
        return pool.sizeBytes();
    }

    /// Gives all memory back, that of segments somebody retains when it is released. Without an
    /// [#end] before it, playlists just stop. On the feeding thread.
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        conductor.drop();
        transport.drop();
        all.forEach(LiveRendition::close);
        pool.close();
    }

    private List<LiveRendition> cmaf() {
        return all.stream().filter(rendition -> !rendition.isTransportStream()).toList();
    }

    private Instant programNow() {
        return all.stream()
                .flatMap(rendition -> Optional.ofNullable(rendition.growing()).stream())
                .map(LiveSegment::programDateTime)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    /// All renditions have to have a segment before any is named, but those that come later or not
    /// at all are not waited for.
    private void refresh() {
        var cmaf = cmaf().stream().filter(LiveRendition::isPlayable).toList();
        boolean isWhole = cmaf.size() == cmaf().size();
        if (cmaf.isEmpty()
                || texts == null
                        && !isWhole
                        && cmaf.getFirst().listed().size() < PATIENCE_SEGMENTS) {
            return;
        }
        var offered = cmaf.stream().filter(one -> !one.isRetired()).toList();
        texts =
                new Texts(
                        text(MediaType.HLS_PLAYLIST, () -> new Multivariant(offered).toBytes()),
                        all.stream()
                                .filter(one -> one.isTransportStream() && one.isPlayable())
                                .findFirst()
                                .map(one ->
                                        text(
                                                MediaType.HLS_PLAYLIST,
                                                () -> new Multivariant(List.of(one)).toBytes())),
                        manifestText(cmaf));
    }

    private RenderedText manifestText(List<LiveRendition> cmaf) {
        var now = cmaf.stream().map(LiveManifest.Snapshot::of).toList();
        var manifest =
                new LiveManifest(
                        policy,
                        Objects.requireNonNull(shared),
                        now,
                        periods.spans(),
                        nextPublishTime(),
                        all.stream().anyMatch(LiveRendition::hasEnded));
        return text(MediaType.DASH_MANIFEST, manifest::toBytes);
    }

    /// Programme time, moved on where two versions would share one (ISO/IEC 23009-1, 5.3.1.2).
    private Instant nextPublishTime() {
        var now = programNow();
        published = now.isAfter(published) ? now : published.plusMillis(1);
        return published;
    }

    /// @param track its pictures, else its sound
    private LiveRendition openTransport(Track track) {
        var lengths = Objects.requireNonNull(shared);
        var onMpegClock =
                new Track(
                        track.id(), Timescale.MPEG, track.codec(), track.language(), track.name());
        var made =
                new LiveRendition(
                        Place.TRANSPORT_STREAM, true, onMpegClock, lengths, pool, List::of);
        add(made);
        return made;
    }

    private void add(LiveRendition rendition) {
        rendition.dateRanges(dateRanges);
        var more = new ArrayList<>(all);
        more.add(rendition);
        more.sort(Comparator.comparingInt(LiveRendition::order));
        all = List.copyOf(more);
    }

    private RenderedText text(MediaType type, Supplier<byte[]> source) {
        return new RenderedText(type, renders, compressions, source);
    }

    /// Opens what a track becomes.
    private final class Opener implements Conductor.Registry {

        @Override
        public Lane open(Place place, Track track, LiveTiming timing, long spacingTicks) {
            var rendition =
                    new LiveRendition(
                            place, false, track, timing, pool, LivePresentation.this::cmaf);
            add(rendition);
            shared = timing;
            var log = policy.hasTransportStream() ? transport.log(rendition) : SampleLog.NONE;
            return new Lane(rendition, announcer, timing, spacingTicks, log);
        }

        @Override
        public void cut(Cut cut) {
            periods.cut(cut);
        }
    }

    /// Keeps what hangs on whole segments up to date.
    private final class Keeper implements LiveListener {

        @Override
        public void segment(LiveRendition rendition, LiveSegment segment) {
            if (segment.isGap()) {
                periods.misses(rendition, segment.msn());
            }
            if (rendition.equals(all.getFirst())) {
                forgetDateRanges(rendition, segment);
            }
            refresh();
        }

        /// From its first chunk on a segment can be asked for.
        @Override
        public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
            boolean isBack = !part.isGap() && periods.has(rendition, segment.msn());
            if ((part.index() == 0 || isBack) && !rendition.isTransportStream()) {
                refresh();
            }
        }

        private void forgetDateRanges(LiveRendition rendition, LiveSegment segment) {
            if (!rendition.isPlayable()) {
                return;
            }
            var oldest = rendition.listed().getFirst().programDateTime();
            var memory = Duration.ofSeconds(6 * rendition.targetDuration());
            var left = dateRanges.since(oldest, segment.programDateTime(), memory);
            if (!left.equals(dateRanges)) {
                dateRanges = left;
                all.forEach(one -> one.dateRanges(left));
            }
        }
    }
}
