package dev.anabranch.kernel;

import java.util.List;

/// Figures of one stream at one moment.
///
/// @param tracks in the order of their ids
/// @param jitterMillis mean distance of when frames arrive from when their timestamps say, over the
///   last 64 frames or so
/// @param driftMillis how far the timestamps ran ahead of our clock since the publisher came;
///   negative when they fall behind
/// @param skewMillis how much later sound arrives than the picture of the same timestamp; negative
///   when earlier; 0 without both
/// @param discontinuities jumps and changes of publisher since the stream became active
/// @param droppedFrames frames there was no room for, since the stream became active
/// @param undecodableFrames pictures left out because the keyframe they need is missing: after a
///   start, a jump or a drop, since the stream became active
/// @param bytesIn since the stream became active
/// @param logBytes memory its frames take now
/// @param readers subscriptions now
/// @param skippedFrames not delivered to slow readers, of all readers so far
/// @param evictedReaders so far
public record Quality(
        List<TrackQuality> tracks,
        double jitterMillis,
        double driftMillis,
        double skewMillis,
        long discontinuities,
        long droppedFrames,
        long undecodableFrames,
        long bytesIn,
        long logBytes,
        int readers,
        long skippedFrames,
        long evictedReaders) {

    public Quality {
        tracks = List.copyOf(tracks);
    }

    /// All tracks together.
    public long bitsPerSecond() {
        return tracks.stream().mapToLong(TrackQuality::bitsPerSecond).sum();
    }
}
