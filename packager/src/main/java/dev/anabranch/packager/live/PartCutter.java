package dev.anabranch.packager.live;

/// Where the parts of one rendition end, and so when each sample is decoded.
///
/// A part is to be sent when its last sample has come, not when the next one does. So its end is
/// foretold, from how far apart frames are, and kept: the sample after it is decoded at that
/// moment, whatever its own decode time says. Presentation times do not move. By this every part
/// but the last of its segment lasts between [LiveTiming#shortestPartTicks] and
/// [LiveTiming#longestPartTicks], decode times have no holes, and a foretelling that was wrong
/// never adds up: the next one starts from the sample's true time again.
///
/// ```
/// part start                                shortest     longest
/// |  sample      sample      sample            |   end     |
/// |--- d --------- d --------- d --------------|----^      |
///                                               foretold: one more frame would end after longest
/// ```
///
/// Owned by one thread.
final class PartCutter {

    private final long shortestTicks;
    private final long longestTicks;
    private final FrameSpacing spacing;
    private long startTicks;
    private long lastDecodeTicks;
    private long lastDtsTicks = Long.MIN_VALUE;
    private long lastDurationTicks;
    private boolean isEmpty = true;

    PartCutter(long shortestTicks, long longestTicks, FrameSpacing spacing) {
        this.shortestTicks = shortestTicks;
        this.longestTicks = longestTicks;
        this.spacing = spacing;
    }

    /// Begins a timeline of its own; nothing may be in the part.
    void restart(long ticks) {
        startTicks = ticks;
        lastDtsTicks = Long.MIN_VALUE;
        isEmpty = true;
    }

    /// Where the part begins.
    long startTicks() {
        return startTicks;
    }

    boolean isEmpty() {
        return isEmpty;
    }

    long spacingTicks() {
        return spacing.meanTicks();
    }

    /// The dts of the sample that came last.
    long lastDtsTicks() {
        return lastDtsTicks;
    }

    /// Whether a sample of this time is to be in this part: it begins before the part must end, and
    /// if the part could end here, lasts no longer.
    boolean accepts(long dtsTicks) {
        if (isEmpty) {
            return true;
        }
        long from = dtsTicks - startTicks;
        if (from >= longestTicks || lastDecodeTicks + 1 - startTicks >= longestTicks) {
            return false;
        }
        long mean = spacing.meanTicks();
        return from < shortestTicks || from + mean <= longestTicks + mean / 4;
    }

    /// How many whole parts are missing before a sample of this time; 0 while the part has samples.
    boolean isHoleBefore(long dtsTicks) {
        return isEmpty && dtsTicks - startTicks >= longestTicks;
    }

    /// Puts a sample in the part.
    ///
    /// @param durationTicks 0 when unknown
    /// @return when it is decoded
    long add(long dtsTicks, long durationTicks) {
        if (lastDtsTicks != Long.MIN_VALUE) {
            spacing.add(dtsTicks - lastDtsTicks);
        }
        long decodeTicks = isEmpty ? startTicks : Math.max(dtsTicks, lastDecodeTicks + 1);
        lastDecodeTicks = decodeTicks;
        lastDtsTicks = dtsTicks;
        lastDurationTicks = durationTicks;
        isEmpty = false;
        return decodeTicks;
    }

    /// Whether the part is to end now: one more sample would make it too long.
    boolean isFull() {
        long mean = spacing.meanTicks();
        return !isEmpty && lastDtsTicks + distance() + mean - startTicks > longestTicks + mean / 4;
    }

    /// Where the part ends if no sample is added: when the next is due, as near as a part may be.
    long foretoldEnd() {
        return end(lastDtsTicks + distance());
    }

    /// Where the part ends as the last of its segment when nothing is next.
    long lastEnd() {
        return lastEnd(lastDtsTicks + distance());
    }

    private long distance() {
        return lastDurationTicks > 0 ? lastDurationTicks : spacing.meanTicks();
    }

    private long end(long wantedTicks) {
        long least = Math.max(startTicks + shortestTicks, lastDecodeTicks + 1);
        return Math.min(Math.max(wantedTicks, least), startTicks + longestTicks);
    }

    /// Where the part ends as the last of its segment, which is to end at `wantedTicks`.
    long lastEnd(long wantedTicks) {
        return Math.clamp(wantedTicks, lastDecodeTicks + 1, startTicks + longestTicks);
    }

    /// No sample that comes later can be decoded before this.
    long horizonTicks() {
        return isEmpty ? startTicks : lastDecodeTicks + spacing.meanTicks() / 2;
    }

    /// Ends the part; the next begins there.
    void finish(long endTicks) {
        startTicks = endTicks;
        isEmpty = true;
    }
}
