package dev.anabranch.packager.live;

/// How far apart the frames of a track have been lately, to foretell when the next is due. Owned by
/// one thread.
final class FrameSpacing {

    private static final int REMEMBERED = 8;

    private final long[] ticks = new long[REMEMBERED];
    private final long longestTicks;
    private int at;

    /// @param ticks how far apart they are at first
    /// @param longestTicks what is further apart is a hole and not counted
    FrameSpacing(long ticks, long longestTicks) {
        java.util.Arrays.fill(this.ticks, ticks);
        this.longestTicks = longestTicks;
    }

    void add(long distanceTicks) {
        if (distanceTicks > 0 && distanceTicks <= longestTicks) {
            ticks[at] = distanceTicks;
            at = (at + 1) % REMEMBERED;
        }
    }

    /// The mean, rounded up: at a boundary a picture is rather early than late.
    long meanTicks() {
        long sum = 0;
        for (long one : ticks) {
            sum += one;
        }
        return Math.ceilDiv(sum, REMEMBERED);
    }
}
