package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import java.time.Duration;
import java.util.List;

/// How long segments are, and so where they begin.
///
/// A cut falls on the first keyframe at or after the previous cut + `target` - `tolerance`. Where
/// that one, or the end of the picture, comes later than the previous cut + `target` + `tolerance`,
/// the last keyframe before it is taken instead, however short that segment is: a segment is longer
/// than `target` + `tolerance` only when it is one single GOP, which is said in a warning. With
/// keyframes at 0, 3.4 s and 9 s and 4 s as the target the cuts are at 3.4 s and 9 s.
///
/// Without pictures (a file of sound only, or sound that goes on after the last picture) cuts fall
/// on the audio frames nearest to every `target`. There is no cut at the first picture: sound
/// before it belongs to its segment, and comes on top of its length. A last segment shorter than
/// `tolerance` is joined to the one before, unless that would lengthen the segment beyond `target +
/// tolerance`.
///
/// @param target the length segments should have, a tenth of a second to an hour
/// @param tolerance by how much they may differ, less than half the target
public record CutPolicy(Duration target, Duration tolerance) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private static final Duration LONGEST = Duration.ofHours(1);

    /// What Apple and DASH-IF players start fast with and still compress well: 4 s.
    public static final CutPolicy VOD = of(Duration.ofSeconds(4));

    public CutPolicy {
        if (target.compareTo(SHORTEST) < 0
                || target.compareTo(LONGEST) > 0
                || tolerance.isNegative()
                || tolerance.multipliedBy(2).compareTo(target) >= 0) {
            throw new IllegalArgumentException("target=" + target + " tolerance=" + tolerance);
        }
    }

    /// Segments of `target`, give or take an eighth: 0.5 s at 4 s.
    public static CutPolicy of(Duration target) {
        return new CutPolicy(target, target.dividedBy(8));
    }

    /// Cuts tracks that are placed on one timeline. The first video track is the one that decides;
    /// every cut must be a keyframe of the other video tracks too (see [Alignment]).
    ///
    /// @throws MediaFormatException when that would be more segments than [CutPlan#MAX_SEGMENTS]
    public CutPlan plan(List<PlacedTrack> tracks) throws MediaFormatException {
        return plan(tracks, List.of());
    }

    /// As [#plan(List)], but cuts only at keyframes that every track of `common` has too.
    public CutPlan plan(List<PlacedTrack> tracks, List<PlacedTrack> common)
            throws MediaFormatException {
        if (tracks.isEmpty()) {
            throw new IllegalArgumentException("no tracks");
        }
        return new CutPlanner(this, tracks, common).plan();
    }

    /// When a segment that starts at `at` may end at the earliest, if there is a choice.
    Timestamp earliest(Timestamp at) {
        return later(at, target.minus(tolerance));
    }

    /// When it must end unless it is a single GOP.
    Timestamp longest(Timestamp at) {
        return later(at, target.plus(tolerance));
    }

    static Timestamp later(Timestamp time, Duration by) {
        return time.plus(time.timescale().ticks(by));
    }
}
