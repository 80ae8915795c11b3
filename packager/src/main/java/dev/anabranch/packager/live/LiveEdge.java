package dev.anabranch.packager.live;

/// How far a rendition has come: what a blocking playlist request is compared with
/// (draft-pantos-hls-rfc8216bis, 6.2.5.2).
///
/// @param mediaSequence the number of the oldest segment in the playlist
/// @param lastMsn the segment that grows, or the last one when none does
/// @param partCount how many parts of `lastMsn` are there; 0 in renditions without parts
/// @param isLastComplete whether `lastMsn` is complete, so that its URI stands in the playlist
/// @param hasEnded whether the playlist has EXT-X-ENDLIST
public record LiveEdge(
        long mediaSequence, long lastMsn, int partCount, boolean isLastComplete, boolean hasEnded) {

    /// Whether the playlist holds all of segment `msn`, or has held it, or never will.
    public boolean hasSegment(long msn) {
        return hasEnded || msn < lastMsn || msn == lastMsn && isLastComplete;
    }

    /// Whether the playlist holds part `index` of segment `msn`, or a later one. A part past the
    /// end of a complete segment is the first of the next; without parts it is the segment.
    public boolean hasPart(long msn, int index) {
        if (hasEnded || partCount == 0) {
            return hasSegment(msn);
        }
        return msn < lastMsn || msn == lastMsn && index < partCount;
    }
}
