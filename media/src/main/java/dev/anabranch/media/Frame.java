package dev.anabranch.media;

/// One access unit of one track with its times, and a lease on its bytes.
///
/// The payload is what an MP4 sample holds: length-prefixed NAL units (never Annex B), one raw AAC
/// frame without ADTS, one Opus packet, the OBUs of one temporal unit. Whoever takes a frame closes
/// it.
///
/// @param trackId the [Track#id] it belongs to
/// @param dtsTicks decode time on the track's clock
/// @param ptsTicks presentation time on the track's clock; may be earlier than `dtsTicks` only in
///   files
/// @param durationTicks at least 0; 0 when the container did not say
/// @param isKeyframe decoding can start here
/// @param isConfiguration the payload is a codec configuration record and no picture or sound
/// @param payload the bytes, given back by [#close]
public record Frame(
        int trackId,
        long dtsTicks,
        long ptsTicks,
        long durationTicks,
        boolean isKeyframe,
        boolean isConfiguration,
        Lease payload)
        implements AutoCloseable {

    public Frame {
        if (durationTicks < 0) {
            throw new IllegalArgumentException("durationTicks=" + durationTicks);
        }
    }

    @Override
    public void close() {
        payload.close();
    }
}
