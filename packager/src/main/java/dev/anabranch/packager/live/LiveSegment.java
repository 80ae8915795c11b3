package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.hls.Decimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A segment of a live rendition, which grows part by part until it is complete.
///
/// Its bytes are its parts' bytes one behind the other. They lie in memory outside the heap that is
/// used again after the last [#release]: whoever reads them outside a [LiveListener] call retains
/// the segment first. One thread makes it grow; any thread reads it.
public final class LiveSegment {

    private final SegmentStart start;
    private final long firstPart;
    private final Timescale timescale;
    private final SegmentMemory memory;

    // Published by the feeding thread to all others, parts before isComplete.
    private volatile List<LivePart> parts = List.of();
    private volatile boolean isComplete;
    private volatile boolean isIndependent;

    /// @param firstPart the number of its first part in the rendition
    LiveSegment(SegmentStart start, long firstPart, Timescale timescale, SegmentMemory memory) {
        this.start = start;
        this.firstPart = firstPart;
        this.timescale = timescale;
        this.memory = memory;
    }

    /// Its media sequence number: equal in all renditions for the same piece of the programme, and
    /// higher than any of an earlier presentation of the stream.
    public long msn() {
        return start.msn();
    }

    /// Which [LiveRendition#init] its samples are decoded with, from 1; 0 in a transport stream.
    public int initNumber() {
        return start.initNumber();
    }

    /// How many discontinuities lie between the beginning of the presentation and this segment, its
    /// own included (draft-pantos-hls-rfc8216bis, 6.2.1).
    public long discontinuityNumber() {
        return start.discontinuityNumber();
    }

    /// Whether EXT-X-DISCONTINUITY stands before it.
    public boolean isDiscontinuity() {
        return start.isDiscontinuity();
    }

    /// EXT-X-PROGRAM-DATE-TIME: the wall clock at the presentation time of its first sample, which
    /// is when the picture that begins a segment arrived ([LivePresentation#frame]), less the
    /// jitter of the network. The last picture of a part has arrived when the part is there, so a
    /// part is there up to a frame before the wall clock at its end.
    public Instant programDateTime() {
        return start.programDateTime();
    }

    /// Decode time of its first sample on the rendition's clock, at least 0.
    public long startTicks() {
        return start.startTicks();
    }

    /// When its first sample is presented, on the rendition's clock: later than [#startTicks] by
    /// the delay of reordered pictures.
    public long presentationTicks() {
        return start.startTicks() + start.delayTicks();
    }

    /// The sum of its parts so far on the rendition's clock.
    public long durationTicks() {
        return endTicks() - startTicks();
    }

    /// The same in seconds: EXTINF of a complete segment.
    public Decimal durationSeconds() {
        return Decimal.between(startTicks(), endTicks(), timescale);
    }

    /// The parts so far, oldest first; never changed, a longer list takes its place.
    public List<LivePart> parts() {
        return parts;
    }

    /// The number of its first part, counted from 0 in the rendition.
    public long firstPart() {
        return firstPart;
    }

    /// The number of the part after its last one.
    long nextPart() {
        return firstPart + parts.size();
    }

    /// A part of its own by its number in the rendition.
    public Optional<LivePart> part(long number) {
        var now = parts;
        long index = number - firstPart;
        return index < 0 || index >= now.size()
                ? Optional.empty()
                : Optional.of(now.get((int) index));
    }

    public long sizeBytes() {
        var now = parts;
        return now.isEmpty() ? 0 : now.getLast().offsetBytes() + now.getLast().sizeBytes();
    }

    /// Whether decoding can start at its first sample.
    public boolean isIndependent() {
        return isIndependent;
    }

    /// Whether there is nothing to load: EXT-X-GAP.
    public boolean isGap() {
        return sizeBytes() == 0;
    }

    public boolean isComplete() {
        return isComplete;
    }

    /// Keeps its bytes until [#release].
    ///
    /// @return false when they are gone already; then there is nothing to release
    public boolean retain() {
        return memory.retain();
    }

    /// Gives back what [#retain] took.
    public void release() {
        memory.release();
    }

    SegmentStart start() {
        return start;
    }

    Timescale timescale() {
        return timescale;
    }

    /// How many samples it has so far.
    long samples() {
        return parts.stream().mapToLong(LivePart::samples).sum();
    }

    /// How long they last, on the rendition's clock: the parts so far that are no gaps.
    long mediaTicks() {
        return parts.stream()
                .filter(part -> !part.isGap())
                .mapToLong(LivePart::durationTicks)
                .sum();
    }

    long endTicks() {
        var now = parts;
        return now.isEmpty()
                ? startTicks()
                : now.getLast().startTicks() + now.getLast().durationTicks();
    }

    /// Room for a part's bytes.
    ByteBuffer allocate(int bytes) {
        return memory.allocate(bytes);
    }

    /// Adds a part.
    ///
    /// @param kind what decoding finds in it
    /// @param bytes filled, from [#allocate]; empty for a gap
    LivePart add(long endTicks, PartKind kind, ByteBuffer bytes, int samples) {
        long from = endTicks();
        if (kind == PartKind.STARTS_INDEPENDENT && sizeBytes() == 0) {
            isIndependent = true;
        }
        var part =
                new LivePart(
                        parts.size(),
                        from,
                        endTicks - from,
                        Decimal.between(from, endTicks, timescale),
                        kind != PartKind.DEPENDENT && kind != PartKind.GAP,
                        !bytes.hasRemaining(),
                        sizeBytes(),
                        samples,
                        bytes);
        var more = new ArrayList<>(parts);
        more.add(part);
        parts = List.copyOf(more);
        return part;
    }

    /// What a decoder finds in a part.
    enum PartKind {
        /// Its first sample is one decoding can start at.
        STARTS_INDEPENDENT,
        /// A later one is.
        HOLDS_INDEPENDENT,
        DEPENDENT,
        GAP
    }

    void complete() {
        isComplete = true;
    }
}
