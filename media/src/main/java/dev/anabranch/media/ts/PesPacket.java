package dev.anabranch.media.ts;

/// The payload of one whole PES packet and its times, unwrapped; the bytes are gone after the call
/// that hands it over.
///
/// @param hasTimes `false` when the header had no PTS; the times mean nothing then
@SuppressWarnings("ArrayRecordComponent")
record PesPacket(byte[] bytes, int from, int to, boolean hasTimes, long pts, long dts) {

    int size() {
        return to - from;
    }
}
