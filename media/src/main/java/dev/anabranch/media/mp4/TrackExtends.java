package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// The `trex` box: what a track's fragments leave out (ISO/IEC 14496-12, 8.8.3).
///
/// @param trackId at least 1
/// @param descriptionIndex which sample entry, from 1
/// @param durationTicks unsigned 32-bit
/// @param sizeBytes unsigned 32-bit
/// @param flags sample flags
public record TrackExtends(
        int trackId, long descriptionIndex, long durationTicks, long sizeBytes, int flags) {

    public TrackExtends {
        if (trackId < 1) {
            throw new IllegalArgumentException("trackId=" + trackId);
        }
    }

    /// Defaults that say nothing, as CMAF track files have them: each fragment states its own.
    public static TrackExtends of(int trackId) {
        return new TrackExtends(trackId, 1, 0, 0, 0);
    }

    static TrackExtends parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        int trackId = box.i32();
        if (trackId < 1) {
            throw box.malformed("track_ID is " + Integer.toUnsignedString(trackId));
        }
        return new TrackExtends(trackId, box.u32(), box.u32(), box.u32(), box.i32());
    }

    void write(BoxWriter out) {
        int at = out.begin("trex", 0, 0);
        out.u32(trackId).u32(descriptionIndex).u32(durationTicks).u32(sizeBytes).u32(flags);
        out.end(at);
    }
}
