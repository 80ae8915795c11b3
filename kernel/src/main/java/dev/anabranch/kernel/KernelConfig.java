package dev.anabranch.kernel;

/// Limits of a whole kernel.
///
/// @param defaults settings of streams that nobody declared
/// @param isDeclaredOnly whether only declared streams may be published
/// @param maxStreams streams at once; at least 1
/// @param maxMemoryBytes memory outside the heap of all streams together; at least 1 MiB
public record KernelConfig(
        StreamSettings defaults, boolean isDeclaredOnly, int maxStreams, long maxMemoryBytes) {

    public static final KernelConfig DEFAULT =
            new KernelConfig(StreamSettings.DEFAULT, false, 10_000, 4L << 30);

    public KernelConfig {
        if (maxStreams < 1 || maxMemoryBytes < 1 << 20) {
            throw new IllegalArgumentException(
                    "maxStreams=" + maxStreams + " maxMemoryBytes=" + maxMemoryBytes);
        }
    }
}
