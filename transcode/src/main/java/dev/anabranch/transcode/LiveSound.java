package dev.anabranch.transcode;

/// The sound of a live stream in another codec, at 48 kHz.
///
/// @param trackId its track in [TrackSink], unique in a plan
/// @param encoder as the backend names it
/// @param channels 1 or more
/// @param startTicks what is heard before this, on the source's clock, is decoded but not encoded;
///   [Long#MIN_VALUE] for all
public record LiveSound(
        int trackId,
        AudioCodec codec,
        String encoder,
        long bitsPerSecond,
        int channels,
        long startTicks) {

    /// The rate every Opus decoder works at (RFC 6716, 2).
    public static final int SAMPLES_PER_SECOND = 48_000;

    public LiveSound {
        if (bitsPerSecond < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "bitsPerSecond=" + bitsPerSecond + " channels=" + channels);
        }
    }

    public LiveSound startingAt(long ticks) {
        return new LiveSound(trackId, codec, encoder, bitsPerSecond, channels, ticks);
    }
}
