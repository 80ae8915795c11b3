package dev.anabranch.origin;

import dev.anabranch.packager.live.Delta;
import dev.anabranch.packager.live.LiveEdge;
import org.jspecify.annotations.Nullable;

/// The delivery directives of a media playlist request (draft-pantos-hls-rfc8216bis, 6.2.5).
///
/// @param msn of `_HLS_msn`, or [#NONE]: the answer waits until the playlist has this segment
/// @param part of `_HLS_part`, or [#NONE]: … or this part of it
/// @param delta of `_HLS_skip`
record Reload(long msn, int part, Delta delta) {

    static final int NONE = -1;

    static final Reload PLAIN = new Reload(NONE, NONE, Delta.FULL);

    /// Of parts that are not shorter, three may be skipped; else as many as make three seconds.
    private static final double SHORT_PART_SECONDS = 1;

    private static final int ADVANCE_PARTS = 3;

    /// @param query of the request target, without `?`
    /// @return null when a directive has no meaning: not a number, or a part without a segment
    static @Nullable Reload parse(@Nullable String query) {
        if (query == null || !query.contains("_HLS_")) {
            return PLAIN;
        }
        long msn = NONE;
        long part = NONE;
        var delta = Delta.FULL;
        int start = 0;
        while (start < query.length()) {
            var end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            var value = query.indexOf('=', start) + 1;
            if (query.startsWith("_HLS_msn=", start)) {
                msn = LiveTarget.number(query, value, end, LiveTarget.MAXIMUM_DIGITS);
                if (msn < 0) {
                    return null;
                }
            } else if (query.startsWith("_HLS_part=", start)) {
                part = LiveTarget.number(query, value, end, LiveTarget.MAXIMUM_SHORT_DIGITS);
                if (part < 0) {
                    return null;
                }
            } else if (query.startsWith("_HLS_skip=", start)) {
                delta = delta(query.substring(value, end));
            }
            start = end + 1;
        }
        return part != NONE && msn == NONE ? null : new Reload(msn, (int) part, delta);
    }

    /// What we do not know is ignored (6.2.5): then all of the playlist is the answer.
    private static Delta delta(String value) {
        return switch (value) {
            case "YES" -> Delta.SKIP;
            case "v2" -> Delta.SKIP_V2;
            default -> Delta.FULL;
        };
    }

    boolean isBlocking() {
        return msn != NONE;
    }

    /// Whether the playlist of this edge is the answer.
    boolean isMet(LiveEdge edge) {
        if (!isBlocking() || edge.hasEnded()) {
            return true;
        }
        return part == NONE ? edge.hasSegment(msn) : edge.hasPart(msn, part);
    }

    /// Whether it asks for what lies so far ahead that it is refused (6.2.5.2).
    ///
    /// @param partSeconds PART-TARGET; 0 without parts
    boolean isTooFar(LiveEdge edge, double partSeconds) {
        if (!isBlocking() || edge.hasEnded()) {
            return false;
        }
        var lastListed = edge.isLastComplete() ? edge.lastMsn() : edge.lastMsn() - 1;
        if (msn > lastListed + 2) {
            return true;
        }
        var limit = advancePartLimit(partSeconds);
        // How many parts the segment that grows will have is not known: ahead of it count from 0.
        var there = edge.isLastComplete() || msn != edge.lastMsn() ? 0 : edge.partCount();
        return msn > lastListed && part - there >= limit;
    }

    private static int advancePartLimit(double partSeconds) {
        return partSeconds <= 0 || partSeconds >= SHORT_PART_SECONDS
                ? ADVANCE_PARTS
                : (int) Math.ceil(ADVANCE_PARTS / partSeconds);
    }
}
