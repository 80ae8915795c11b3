package dev.anabranch.protocol.rtmp;

import java.util.Map;

/// What a listener has done and holds.
///
/// @param accepted connections since the start, refused ones counted
/// @param open now
/// @param publishers now
/// @param players now
/// @param closed connections since the start, by reason; every reason is there
public record ListenerReport(
        long accepted, int open, int publishers, int players, Map<CloseReason, Long> closed) {

    public ListenerReport {
        closed = Map.copyOf(closed);
    }
}
