package dev.anabranch.packager;

/// How a track's times are written in CMAF so that they mean the presentation's.
///
/// Decode times start at 0 or later and composition offsets are never negative: what is shown then
/// comes later than it should by the delay of reordered pictures or by the priming of sound, and a
/// single edit in the init segment takes that off again. A track that starts late enough needs no
/// edit. See `docs/decisions/0010-cmaf-times.md`.
///
/// @param editTicks the media time of the presentation's 0; 0 when there is no edit
/// @param decodeShiftTicks what to add to a decode time of the source
/// @param offsetShiftTicks what to add to a composition offset of the source
record CmafTimes(long editTicks, long decodeShiftTicks, long offsetShiftTicks) {

    static CmafTimes of(PlacedTrack track) {
        // by how much the most negative composition offset of the source must be lifted
        long lag = track.indexed().samples().leadTicks(track.first(), track.end());
        long firstDecoded = track.indexed().samples().cursor(track.first()).dtsTicks();
        long edit = Math.max(0, lag - track.shiftTicks() - firstDecoded);
        return new CmafTimes(edit, track.shiftTicks() + edit - lag, lag);
    }
}
