package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;

/// Counts one track of one publisher. Belongs to whoever has the log's turn.
final class TrackMeter {

    /// What a rate is taken over.
    static final int RATE_SECONDS = 4;

    private static final int SECONDS = 64;
    private static final int MEAN_FRAMES = 64;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private Track track;
    private final long beginNanos;
    private final long[] seconds = new long[SECONDS];
    private final long[] bytesIn = new long[SECONDS];
    private final int[] framesIn = new int[SECONDS];
    private long frames;
    private long bytes;
    private long keyframes;
    private long keyframeNanos;
    private long keyframeDistanceNanos;
    private long firstNanos;
    private long newestNanos;
    private long newestArrivalNanos;

    /// The next frame is the first of its time.
    private boolean isAgain = true;

    /// Mean of arrival minus timestamp; what it counts from does not matter.
    private double latenessNanos;

    /// Mean distance from that mean.
    private double deviationNanos;

    TrackMeter(Track track, long beginNanos) {
        this.track = track;
        this.beginNanos = beginNanos;
    }

    void describe(Track changed) {
        track = changed;
    }

    void frame(Entry entry, long dtsNanos) {
        long second = second(entry.arrivalNanos);
        int slot = (int) (second % SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            bytesIn[slot] = 0;
            framesIn[slot] = 0;
        }
        bytesIn[slot] += entry.sizeBytes;
        framesIn[slot]++;
        if (frames == 0) {
            firstNanos = dtsNanos;
        }
        newestNanos = dtsNanos;
        newestArrivalNanos = entry.arrivalNanos;
        frames++;
        bytes += entry.sizeBytes;
        if (entry.isKeyframe) {
            keyframe(dtsNanos);
        }
        double late = entry.arrivalNanos - beginNanos - dtsNanos;
        latenessNanos = isAgain ? late : latenessNanos + (late - latenessNanos) / MEAN_FRAMES;
        isAgain = false;
        deviationNanos += (Math.abs(late - latenessNanos) - deviationNanos) / MEAN_FRAMES;
    }

    private void keyframe(long dtsNanos) {
        if (keyframes > 0) {
            keyframeDistanceNanos = dtsNanos - keyframeNanos;
        }
        keyframeNanos = dtsNanos;
        keyframes++;
    }

    /// Time is another one now: distances to what was before mean nothing.
    void jumped() {
        keyframeDistanceNanos = 0;
        keyframeNanos = newestNanos;
        isAgain = true;
    }

    private long second(long nowNanos) {
        return Math.max(0, nowNanos - beginNanos) / SECOND_NANOS;
    }

    boolean is(TrackKind kind) {
        return track.kind() == kind;
    }

    double latenessNanos() {
        return latenessNanos;
    }

    double deviationNanos() {
        return deviationNanos;
    }

    boolean hasFrames() {
        return frames > 0;
    }

    TrackQuality quality(long nowNanos) {
        return new TrackQuality(
                track.id(),
                track.codec().codecString(),
                8 * bytesPerSecond(nowNanos, RATE_SECONDS),
                framesPerSecond(nowNanos),
                is(TrackKind.VIDEO) ? keyframeDistanceSeconds() : 0,
                frames,
                bytes,
                keyframes);
    }

    private double keyframeDistanceSeconds() {
        long sinceNanos = newestNanos - (keyframes == 0 ? firstNanos : keyframeNanos);
        return Math.max(sinceNanos, keyframeDistanceNanos) / (double) SECOND_NANOS;
    }

    long newestArrivalNanos() {
        return newestArrivalNanos;
    }

    /// Bytes of the whole second that was `ago` seconds before this one; 0 for the one at hand.
    long bytesOf(long nowNanos, int ago) {
        int slot = slot(nowNanos, ago);
        return slot < 0 ? 0 : bytesIn[slot];
    }

    /// Frames of the whole second that was `ago` seconds before this one.
    int framesOf(long nowNanos, int ago) {
        int slot = slot(nowNanos, ago);
        return slot < 0 ? 0 : framesIn[slot];
    }

    /// -1 when nothing has come then.
    private int slot(long nowNanos, int ago) {
        long wanted = second(nowNanos) - ago;
        if (wanted < 0 || ago == 0 || ago >= SECONDS) {
            return -1;
        }
        int slot = (int) (wanted % SECONDS);
        return seconds[slot] == wanted ? slot : -1;
    }

    /// Over the last `span` whole seconds, fewer when the publisher has not been there for so long.
    long bytesPerSecond(long nowNanos, int span) {
        long now = second(nowNanos);
        if (now == 0) {
            return bytes;
        }
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            sum += isWithin(seconds[i], now, span) ? bytesIn[i] : 0;
        }
        return sum / Math.min(now, span);
    }

    private double framesPerSecond(long nowNanos) {
        long now = second(nowNanos);
        if (now == 0) {
            return frames;
        }
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            sum += isWithin(seconds[i], now, RATE_SECONDS) ? framesIn[i] : 0;
        }
        return sum / (double) Math.min(now, RATE_SECONDS);
    }

    private static boolean isWithin(long second, long now, int span) {
        return second < now && second >= now - span;
    }
}
