package dev.anabranch.transcode;

/// One rendition of the picture of a live stream, in H.264.
///
/// @param trackId its track in [TrackSink], unique in a plan
/// @param name for people: `480p`
/// @param encoder as the backend names it
/// @param width pixels of the picture as it is shown, even
/// @param height likewise
/// @param startTicks pictures presented before this, on the source's clock, are decoded but not
///   encoded; [Long#MIN_VALUE] for all
public record LiveRung(
        int trackId,
        String name,
        String encoder,
        int width,
        int height,
        long bitsPerSecond,
        long startTicks) {

    public LiveRung {
        if (width % 2 != 0 || height % 2 != 0 || width < 2 || height < 2) {
            throw new IllegalArgumentException("width=" + width + " height=" + height);
        }
        if (bitsPerSecond < 1) {
            throw new IllegalArgumentException("bitsPerSecond=" + bitsPerSecond);
        }
    }

    public LiveRung startingAt(long ticks) {
        return new LiveRung(trackId, name, encoder, width, height, bitsPerSecond, ticks);
    }
}
