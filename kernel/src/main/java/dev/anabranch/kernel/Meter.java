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

    /// The rate now as a part of what it was over the last minute; 1 in the first seconds.
    double shareOfUsualRate(long nowNanos) {
        if (nowNanos - beginNanos < 15_000_000_000L) {
            return 1;
        }
        long recent = 0;
        long usual = 0;
        for (var track : tracks) {
            if (track != null) {
                recent += track.bytesPerSecond(nowNanos, TrackMeter.RATE_SECONDS);
                usual += track.bytesPerSecond(nowNanos, 60);
            }
        }
        return usual == 0 ? 1 : recent / (double) usual;
    }
}
