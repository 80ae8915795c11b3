package dev.anabranch.media.ts;

import java.util.Arrays;

/// How many packets with payload each PID of a stream has had up to some point, which is all there
/// is to know about its continuity counters (ISO/IEC 13818-1, 2.4.3.3).
///
/// The counts before segment n are the sum of [SegmentPlan#packets] of the segments before it.
public final class PacketCounts {

    private final long[] counts;

    private PacketCounts(long[] counts) {
        this.counts = counts;
    }

    /// The start of a stream of `tracks` tracks.
    public static PacketCounts none(int tracks) {
        return new PacketCounts(new long[tracks + 1]);
    }

    static PacketCounts of(long[] counts) {
        return new PacketCounts(counts.clone());
    }

    /// Packets of the programme association table, of which the programme map table has as many.
    public long tables() {
        return counts[0];
    }

    /// Packets with payload of the `n`-th track.
    public long track(int n) {
        return counts[n + 1];
    }

    public int tracks() {
        return counts.length - 1;
    }

    public PacketCounts plus(PacketCounts other) {
        if (other.counts.length != counts.length) {
            throw new IllegalArgumentException("tracks=" + tracks() + " others=" + other.tracks());
        }
        var sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new PacketCounts(sum);
    }

    long[] toArray() {
        return counts.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PacketCounts that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}
