package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Which segments of a rendition its playlist lists, and which only stay for players that know them
/// from an older one (draft-pantos-hls-rfc8216bis, 6.2.2). Fed by one thread, searched by any.
final class SegmentWindow {

    /// Apple's authoring rule 8.11.
    private static final int LEAST_SEGMENTS = 6;

    private static final int LEAST_TARGETS = 3;

    /// Slabs to a segment: what is left over of the last one is an eighth of it on average.
    private static final int SLABS = 4;

    private static final int FIRST_SLAB_BYTES = 64 << 10;
    private static final int LARGEST_SLAB_BYTES = 1 << 20;

    private final LiveTiming timing;
    private final Timescale timescale;
    private final ConcurrentHashMap<Long, LiveSegment> byNumber = new ConcurrentHashMap<>();

    /// By the number of the first part.
    private final ConcurrentSkipListMap<Long, LiveSegment> byPart = new ConcurrentSkipListMap<>();

    private final ArrayDeque<Expiring> expiring = new ArrayDeque<>();
    private List<LiveSegment> listed = List.of();
    private volatile @Nullable LiveSegment open; // published by the feeding thread
    private long longestTicks;
    private long completedTicks;
    private int slabBytes = FIRST_SLAB_BYTES;

    SegmentWindow(LiveTiming timing, Timescale timescale) {
        this.timing = timing;
        this.timescale = timescale;
    }

    /// A segment no playlist lists any more.
    ///
    /// @param untilTicks when it goes, by what all complete segments last
    private record Expiring(LiveSegment segment, long untilTicks) {}

    Optional<LiveSegment> find(long msn) {
        return Optional.ofNullable(byNumber.get(msn));
    }

    /// The segment that part `number` is of, if it is there.
    Optional<LiveSegment> holder(long number) {
        return Optional.ofNullable(byPart.floorEntry(number)).map(Map.Entry::getValue);
    }

    /// How much memory to take at a time, by the size of the segment before.
    int slabBytes() {
        return slabBytes;
    }

    boolean hasComplete() {
        return !listed.isEmpty();
    }

    @Nullable LiveSegment open() {
        return open;
    }

    void begin(LiveSegment segment) {
        open = segment;
        byNumber.put(segment.msn(), segment);
        byPart.put(segment.firstPart(), segment);
    }

    void complete(LiveSegment segment) {
        open = null;
        var now = new ArrayList<>(listed);
        now.add(segment);
        long size = Math.min(segment.sizeBytes() / SLABS, LARGEST_SLAB_BYTES);
        slabBytes = Math.max(SlabPool.SMALLEST_BYTES, Integer.highestOneBit((int) size));
        long total = ticks(now);
        completedTicks += segment.durationTicks();
        longestTicks = Math.max(longestTicks, total);
        while (now.size() > LEAST_SEGMENTS
                && total - now.getFirst().durationTicks() >= keptTicks()) {
            var oldest = now.removeFirst();
            total -= oldest.durationTicks();
            // Its own duration and that of the longest playlist that had it.
            long until = completedTicks + oldest.durationTicks() + longestTicks;
            expiring.add(new Expiring(oldest, until));
        }
        listed = List.copyOf(now);
        while (!expiring.isEmpty() && expiring.getFirst().untilTicks <= completedTicks) {
            drop(expiring.removeFirst().segment);
        }
    }

    Moment moment(LiveRendition of, DateRanges dateRanges, int hintedInit, boolean hasEnded) {
        boolean hasGrown = open != null && of.hasParts() && !open.parts().isEmpty();
        return new Moment(of, listed, hasGrown ? open : null, dateRanges, hintedInit, hasEnded);
    }

    void close() {
        byNumber.values().forEach(this::drop);
    }

    private void drop(LiveSegment segment) {
        if (byNumber.remove(segment.msn()) != null) {
            byPart.remove(segment.firstPart());
            segment.release();
        }
    }

    private long keptTicks() {
        long targets = LEAST_TARGETS * timing.targetSeconds() * timescale.ticksPerSecond();
        return Math.max(targets, timescale.ticks(timing.policy().window()));
    }

    private static long ticks(List<LiveSegment> segments) {
        return segments.stream().mapToLong(LiveSegment::durationTicks).sum();
    }
}
