package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts what comes in; a few additions for each frame, the figures are made when somebody asks.
/// Belongs to whoever has the log's turn.
final class Meter {

    /// From when on a publisher has a usual rate.
    private static final long STEADY_NANOS = 15_000_000_000L;

    private static final long MUTE_NANOS = 5_000_000_000L;
    private static final int PEAK_SECONDS = 30;
    private static final int FRAME_RATE_SECONDS = 8;

    private final @Nullable TrackMeter[] tracks = new TrackMeter[Publication.MAX_TRACKS + 1];
    private long beginNanos;
    private long newestArrivalNanos;

    private long discontinuities = -1;
    private long jumps;
    private long jumpNanos;
    private long droppedFrames;
    private long dropNanos;
    private long undecodableFrames;
    private long bytesIn;
    private long missingKeyframes;

    /// Another publisher is on air.
    void begin(long nowNanos) {
        Arrays.fill(tracks, null);
        beginNanos = nowNanos;
        newestArrivalNanos = nowNanos;
        jumps = 0;
        missingKeyframes = 0;
        discontinuities++;
    }

    void track(Track track) {
        var known = tracks[track.id()];
        if (known == null) {
            tracks[track.id()] = new TrackMeter(track, beginNanos);
        } else {
            known.describe(track);
        }
    }

    void frame(Entry entry, long dtsNanos, TrackKind kind) {
        newestArrivalNanos = entry.arrivalNanos;
        bytesIn += entry.sizeBytes;
        var track = tracks[entry.trackId];
        if (track != null) {
            track.frame(entry, dtsNanos);
        }
        if (kind == TrackKind.VIDEO) {
            missingKeyframes = 0;
        }
    }

    void jumped(long nowNanos) {
        discontinuities++;
        jumps++;
        jumpNanos = nowNanos;
        for (var track : tracks) {
            if (track != null) {
                track.jumped();
            }
        }
    }

    void dropped(long nowNanos) {
        droppedFrames++;
        dropNanos = nowNanos;
    }

    void undecodable() {
        undecodableFrames++;
        missingKeyframes++;
    }

    /// Pictures in a row that were no keyframes where one was needed.
    long missingKeyframes() {
        return missingKeyframes;
    }

    long bytesIn() {
        return bytesIn;
    }

    long discontinuities() {
        return Math.max(0, discontinuities);
    }

    long droppedFrames() {
        return droppedFrames;
    }

    long undecodableFrames() {
        return undecodableFrames;
    }

    /// Of the picture, or the sound when there is none.
    double jitterNanos() {
        var lead = first(TrackKind.VIDEO);
        lead = lead == null ? first(TrackKind.AUDIO) : lead;
        return lead == null ? 0 : lead.deviationNanos();
    }

    boolean hasJumpedSince(long nanos) {
        return jumps > 0 && jumpNanos - nanos >= 0;
    }

    boolean hasDroppedSince(long nanos) {
        return droppedFrames > 0 && dropNanos - nanos >= 0;
    }

    long silentNanos(long nowNanos) {
        return nowNanos - newestArrivalNanos;
    }

    /// How much later sound comes than the picture of the same timestamp.
    double skewNanos() {
        var video = first(TrackKind.VIDEO);
        var audio = first(TrackKind.AUDIO);
        return video == null || audio == null ? 0 : audio.latenessNanos() - video.latenessNanos();
    }

    private @Nullable TrackMeter first(TrackKind kind) {
        for (var track : tracks) {
            if (track != null && track.is(kind) && track.hasFrames()) {
                return track;
            }
        }
        return null;
    }

    List<TrackQuality> tracks(long nowNanos) {
        var all = new ArrayList<TrackQuality>();
        for (var track : tracks) {
            if (track != null) {
                all.add(track.quality(nowNanos));
            }
        }
        return all;
    }

    /// For how long nothing of this kind has come though something of the other has; 0 when it
    /// never came.
    long lostNanos(TrackKind kind) {
        long lostNanos = Long.MAX_VALUE;
        for (var track : tracks) {
            if (track != null && track.is(kind) && track.hasFrames()) {
                lostNanos = Math.min(lostNanos, newestArrivalNanos - track.newestArrivalNanos());
            }
        }
        return lostNanos == Long.MAX_VALUE ? 0 : lostNanos;
    }

    /// Whether there are pictures, and no track of sound after some seconds.
    boolean isMute(long nowNanos) {
        boolean hasAudio = false;
        for (var track : tracks) {
            hasAudio |= track != null && track.is(TrackKind.AUDIO);
        }
        return !hasAudio && first(TrackKind.VIDEO) != null && nowNanos - beginNanos >= MUTE_NANOS;
    }

    /// Pictures in the emptiest and the fullest of the last seconds.
    record FrameRates(int least, int most) {}

    FrameRates frameRates(long nowNanos) {
        var video = first(TrackKind.VIDEO);
        if (video == null || nowNanos - beginNanos < STEADY_NANOS) {
            return new FrameRates(0, 0);
        }
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int ago = 1; ago <= FRAME_RATE_SECONDS; ago++) {
            least = Math.min(least, video.framesOf(nowNanos, ago));
            most = Math.max(most, video.framesOf(nowNanos, ago));
        }
        return new FrameRates(least, most);
    }

    /// The highest rate of the last half minute, over two seconds, as a multiple of the minute's; 1
    /// in the first seconds.
    double peakOverMean(long nowNanos) {
        if (nowNanos - beginNanos < STEADY_NANOS) {
            return 1;
        }
        long usual = bytesPerSecond(nowNanos, 60);
        return usual == 0 ? 1 : peakBytesPerSecond(nowNanos) / (double) usual;
    }

    long peakBytesPerSecond(long nowNanos) {
        long peak = 0;
        long before = bytesOf(nowNanos, 1);
        for (int ago = 2; ago <= PEAK_SECONDS; ago++) {
            long bytes = bytesOf(nowNanos, ago);
            peak = Math.max(peak, (before + bytes) / 2);
            before = bytes;
        }
        return peak;
    }

    private long bytesOf(long nowNanos, int ago) {
        long sum = 0;
        for (var track : tracks) {
            sum += track == null ? 0 : track.bytesOf(nowNanos, ago);
        }
        return sum;
    }

    private long bytesPerSecond(long nowNanos, int span) {
        long sum = 0;
        for (var track : tracks) {
            sum += track == null ? 0 : track.bytesPerSecond(nowNanos, span);
        }
        return sum;
    }

    /// The rate now as a part of what it was over the last minute; 1 in the first seconds.
    double shareOfUsualRate(long nowNanos) {
        if (nowNanos - beginNanos < STEADY_NANOS) {
            return 1;
        }
        long usual = bytesPerSecond(nowNanos, 60);
        return usual == 0 ? 1 : bytesPerSecond(nowNanos, TrackMeter.RATE_SECONDS) / (double) usual;
    }
}
