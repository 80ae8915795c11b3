package dev.anabranch.kernel;

/// When one frame of one track is decoded and shown, on the sender's clock: unwrapped, in ticks of
/// the track's timescale. What jumps is made to run on by the kernel.
///
/// @param trackId a described one
/// @param durationTicks 0 when not known
/// @param isKeyframe decoding can start here; true for every frame of sound
public record Sample(
        int trackId, long dtsTicks, long ptsTicks, long durationTicks, boolean isKeyframe) {

    private static final long MAX_TICKS = 1L << 56;

    public Sample {
        if (isTooFar(dtsTicks) || isTooFar(ptsTicks)) {
            throw new IllegalArgumentException("dtsTicks=" + dtsTicks + " ptsTicks=" + ptsTicks);
        }
        if (durationTicks < 0) {
            throw new IllegalArgumentException("durationTicks=" + durationTicks);
        }
    }

    private static boolean isTooFar(long ticks) {
        return ticks > MAX_TICKS || ticks < -MAX_TICKS;
    }
}
