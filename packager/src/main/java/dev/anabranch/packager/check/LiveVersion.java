package dev.anabranch.packager.check;

import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.PartialSegment;
import java.util.List;

/// One version of a live playlist, delta updates merged.
///
/// @param playlist the whole playlist
/// @param answer as which it came
record LiveVersion(MediaPlaylist playlist, LiveAnswer answer) {

    /// The number of the segment that grows, or would grow next.
    long openMsn() {
        return playlist.firstListedSequence() + playlist.segments().size();
    }

    int openParts() {
        return playlist.openParts().size();
    }

    /// Whether the part that was asked for, or the segment where there is no part, is there.
    boolean has(LiveAnswer.Asked asked) {
        if (asked.msn().isEmpty() || playlist.hasEnded()) {
            return true;
        }
        long msn = asked.msn().getAsLong();
        if (msn < openMsn()) {
            return msn < openMsn() - 1 || asked.part().isEmpty() || !isPastEnd(msn, asked);
        }
        return msn == openMsn()
                && asked.part().isPresent()
                && asked.part().getAsLong() < openParts();
    }

    /// A part past the end of its segment is part 0 of the next (6.2.5.2).
    private boolean isPastEnd(long msn, LiveAnswer.Asked asked) {
        int parts = parts(msn).size();
        return parts > 0 && asked.part().orElse(0) >= parts && openParts() == 0;
    }

    /// The parts that are listed of a segment.
    List<PartialSegment> parts(long msn) {
        long index = msn - playlist.firstListedSequence();
        if (index == playlist.segments().size()) {
            return playlist.openParts();
        }
        return index < 0 || index > playlist.segments().size()
                ? List.of()
                : playlist.segments().get((int) index).parts();
    }

    Decimal targets(int count) {
        return Decimal.of(playlist.targetDuration()).times(count);
    }

    long targetNanos(int count) {
        return targets(count).toDuration().toNanos();
    }

    /// Of all segments and parts.
    Decimal duration() {
        var sum = playlist.duration();
        for (var part : playlist.openParts()) {
            sum = sum.plus(part.duration());
        }
        return sum;
    }

    boolean isSameEdge(LiveVersion other) {
        return openMsn() == other.openMsn()
                && openParts() == other.openParts()
                && playlist.mediaSequence() == other.playlist.mediaSequence();
    }
}
