package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.TrackKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Decides when enough of a stream is known to begin: which track leads, and how far apart its
/// frames are. Owned by the feeding thread.
final class StartUp {

    /// Distances of frames to take the median of.
    private static final int DISTANCES = 8;

    /// How long to wait for a track that was not described, or has no frames.
    static final Duration PATIENCE = Duration.ofMillis(1500);

    /// How long to wait for a track that somebody says will come.
    static final Duration EXPECTING = Duration.ofSeconds(6);

    /// How long to wait for a keyframe, or for a second picture.
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private StartUp() {}

    /// What a presentation begins with.
    ///
    /// @param leader whose keyframes are the cuts; what waits of it begins with one
    record Decision(TrackInput leader, LiveTiming timing) {}

    /// @param patience how much of the stream may come before it begins without what is not there
    /// @param isExpecting whether a track is to come that was not described yet
    /// @param isLast nothing more will come
    static Optional<Decision> of(
            LivePolicy policy,
            Collection<TrackInput> inputs,
            Duration patience,
            boolean isExpecting,
            boolean isLast) {
        var waited = inputs.stream().map(TrackInput::waited).max(Comparator.naturalOrder());
        if (waited.isEmpty()) {
            return Optional.empty();
        }
        boolean isLate = isLast || waited.get().compareTo(LONGEST) >= 0;
        for (var input : inputs) {
            if (input.kind() == TrackKind.VIDEO && !isLate) {
                dropUntilKeyframe(input);
            }
        }
        var leader =
                inputs.stream()
                        .filter(one -> !one.pending().isEmpty())
                        .min(Comparator.comparing(TrackInput::kind));
        boolean isVideo = leader.isPresent() && leader.get().kind() == TrackKind.VIDEO;
        boolean isWhole =
                isVideo
                        && !isExpecting
                        && inputs.stream().noneMatch(one -> one.pending().isEmpty());
        boolean hasWaited = waited.get().compareTo(patience) >= 0;
        boolean hasVideo = inputs.stream().anyMatch(one -> one.kind() == TrackKind.VIDEO);
        boolean isDue =
                isLate
                        || hasWaited && (isVideo || !hasVideo)
                        || isWhole && isMeasured(leader.get());
        if (leader.isEmpty() || !isDue || leader.get().pending().size() < 3 && !isLate) {
            return Optional.empty();
        }
        return Optional.of(new Decision(leader.get(), timing(policy, inputs, leader.get())));
    }

    /// Pictures nothing can be decoded from.
    private static void dropUntilKeyframe(TrackInput input) {
        while (!input.pending().isEmpty() && !input.pending().getFirst().isKeyframe()) {
            input.pending().removeFirst().drop();
        }
    }

    /// Drops pictures nothing can be decoded from; whether one is left.
    static boolean beginsWithKeyframe(TrackInput input) {
        dropUntilKeyframe(input);
        return !input.pending().isEmpty();
    }

    private static boolean isMeasured(TrackInput input) {
        return input.pending().size() > DISTANCES;
    }

    /// Parts must have room for a frame of the slowest video.
    private static LiveTiming timing(
            LivePolicy policy, Collection<TrackInput> inputs, TrackInput leader) {
        var slowest = leader;
        for (var input : inputs) {
            boolean isSlower =
                    input.kind() == TrackKind.VIDEO
                            && input.pending().size() > 1
                            && distance(input).compareTo(distance(slowest)) > 0;
            slowest = isSlower ? input : slowest;
        }
        var start = leader.pending().getFirst().wallClock();
        var distances = distances(slowest);
        boolean isRounded = distances.length > 1 && distances[0] != distances[distances.length - 1];
        long frameTicks =
                isRounded && isEven(distances, slowest.clock())
                        ? Arrays.stream(distances).sum() / distances.length
                        : distances[distances.length / 2];
        return LiveTiming.of(policy, Math.max(1, frameTicks), slowest.clock(), isRounded, start);
    }

    /// Whether distances differ only as rounding to milliseconds makes them.
    private static boolean isEven(long[] sorted, Timescale clock) {
        return sorted[sorted.length - 1] - sorted[0] <= clock.ticks(Duration.ofMillis(2));
    }

    private static Duration distance(TrackInput input) {
        var distances = distances(input);
        return input.clock().duration(distances[distances.length / 2]);
    }

    /// The median distance of the frames that wait.
    ///
    /// @param otherwise what it is taken to be with a single frame
    static long spacingTicks(TrackInput input, long otherwise) {
        long frame = SoundRun.frameTicks(input.format(), input.clock());
        if (frame == 0 && input.pending().size() < 2) {
            return otherwise;
        }
        var distances = distances(input);
        return Math.max(1, distances[distances.length / 2]);
    }

    /// In ascending order, at least one.
    private static long[] distances(TrackInput input) {
        long frame = SoundRun.frameTicks(input.format(), input.clock());
        if (frame > 0) {
            return new long[] {frame};
        }
        var times = input.pending().stream().mapToLong(Sample::dtsTicks).toArray();
        var distances = new long[Math.max(1, times.length - 1)];
        distances[0] = input.clock().ticksPerSecond() / 25;
        for (int i = 1; i < times.length; i++) {
            distances[i - 1] = times[i] - times[i - 1];
        }
        Arrays.sort(distances);
        return distances;
    }
}
