package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/// Finds the cuts of one [CutPolicy]; used once, by one thread.
final class CutPlanner {

    private final CutPolicy policy;
    private final List<PlacedTrack> tracks;
    private final PlacedTrack reference;
    private final List<PlacedTrack> common;
    private final Timestamp finish;
    private final List<Integer> spanStarts = new ArrayList<>();
    private final List<Timestamp> cuts = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    CutPlanner(CutPolicy policy, List<PlacedTrack> tracks, List<PlacedTrack> common) {
        this.policy = policy;
        this.tracks = tracks;
        this.common = common;
        reference = reference(tracks);
        finish = tracks.stream().map(PlacedTrack::finish).max(Timestamp::compareTo).orElseThrow();
    }

    CutPlan plan() throws MediaFormatException {
        var changes = new ArrayList<ConfigurationChange>();
        for (var track : tracks) {
            changes.addAll(ConfigurationChange.of(track, reference));
        }
        var from = new Timestamp(0, reference.clock());
        for (var until : spanEnds(changes)) {
            span(from, until);
            from = until;
        }
        warnOfLongSegments();
        var plan =
                new CutPlan(
                        reference,
                        cuts.stream().mapToLong(Timestamp::ticks).toArray(),
                        spanStarts.stream().mapToInt(Integer::intValue).toArray(),
                        changes,
                        finish,
                        warnings);
        for (var track : tracks) {
            check(plan, track);
        }
        return plan;
    }

    private SortedSet<Timestamp> spanEnds(List<ConfigurationChange> changes) {
        var ends = new TreeSet<Timestamp>();
        for (var change : changes) {
            if (change.cut().ticks() > 0 && change.cut().compareTo(finish) < 0) {
                ends.add(change.cut());
            }
        }
        ends.add(finish);
        return ends;
    }

    /// Every change must be a cut: no segment has two configurations.
    private static void check(CutPlan plan, PlacedTrack track) throws MediaFormatException {
        var changes = plan.changes(track);
        if (changes.isEmpty()) {
            return;
        }
        int[] samples = plan.cutSamples(track);
        for (var change : changes) {
            int n = plan.segmentAt(change.cut());
            if (n <= 0 || samples[n] != change.sample()) {
                throw change.uncut();
            }
        }
    }

    /// Cuts a span as if it were the whole presentation.
    private void span(Timestamp from, Timestamp until) throws MediaFormatException {
        spanStarts.add(cuts.size());
        var cut = from;
        while (cut.compareTo(until) < 0) {
            if (cuts.size() >= CutPlan.MAX_SEGMENTS) {
                throw MediaFormatException.limit(
                        reference.label(),
                        "the number of segments",
                        cuts.size() + 1L,
                        CutPlan.MAX_SEGMENTS);
            }
            cuts.add(cut);
            cut =
                    reference.kind() == TrackKind.VIDEO
                            ? nextPicture(cut, until)
                            : nextSound(cut, from);
        }
        joinShortTail(until);
    }

    private Timestamp nextPicture(Timestamp cut, Timestamp until) {
        int sample = sharedSync(policy.earliest(cut));
        var keyframe = shown(sample);
        boolean isLong = keyframe.compareTo(policy.longest(cut)) > 0;
        boolean isBeyond = sample == reference.end() || keyframe.compareTo(until) >= 0;
        if (isBeyond && policy.longest(cut).compareTo(until) >= 0) {
            return until.on(reference.clock()).plus(1);
        }
        if (sample < reference.end() && !isLong) {
            return keyframe;
        }
        var earlier = isLong ? sharedSyncBefore(policy.earliest(cut), cut) : OptionalInt.empty();
        if (earlier.isPresent()) {
            return shown(earlier.getAsInt());
        }
        boolean isGap = isLong && policy.earliest(cut).compareTo(reference.start()) < 0;
        if (sample < reference.end() && !isGap) {
            return keyframe;
        }
        var byTime = CutPolicy.later(cut, policy.target());
        return isGap || byTime.compareTo(reference.finish()) > 0 ? byTime : reference.finish();
    }

    private Timestamp nextSound(Timestamp cut, Timestamp from) {
        int number = cuts.size() - spanStarts.getLast();
        var ideal = CutPolicy.later(from, policy.target().multipliedBy(number));
        int sample = reference.sampleNearest(ideal);
        long shown = reference.shownAt(sample);
        boolean isPast = sample == reference.end() || shown <= cut.ticks();
        return new Timestamp(
                isPast ? Math.max(ideal.ticks(), cut.ticks() + 1) : shown, reference.clock());
    }

    private int sharedSync(Timestamp earliest) {
        int sample = reference.syncAtOrAfter(earliest);
        while (sample < reference.end() && !isShared(sample)) {
            sample =
                    reference.syncAtOrAfter(
                            new Timestamp(reference.shownAt(sample) + 1, reference.clock()));
        }
        return sample;
    }

    /// The last keyframe before `time` and after both `cut` and the first picture.
    private OptionalInt sharedSyncBefore(Timestamp time, Timestamp cut) {
        var after = cut.compareTo(reference.start()) < 0 ? reference.start() : cut;
        var found = reference.syncBefore(time);
        while (found.isPresent() && !isShared(found.getAsInt())) {
            found = reference.syncBefore(shown(found.getAsInt()));
        }
        boolean isSegment = found.isPresent() && shown(found.getAsInt()).compareTo(after) > 0;
        return isSegment ? found : OptionalInt.empty();
    }

    private Timestamp shown(int sample) {
        return new Timestamp(reference.shownAt(sample), reference.clock());
    }

    private boolean isShared(int sample) {
        var time = shown(sample);
        for (var track : common) {
            if (time.compareTo(track.finish()) < 0
                    && !Alignment.hasKeyframeAt(track, reference, time)) {
                return false;
            }
        }
        return true;
    }

    private void joinShortTail(Timestamp until) {
        if (cuts.size() - spanStarts.getLast() < 2) {
            return;
        }
        var last = cuts.getLast();
        boolean isShort = CutPolicy.later(last, policy.tolerance()).compareTo(until) > 0;
        var longest =
                CutPolicy.later(
                        cuts.get(cuts.size() - 2), policy.target().plus(policy.tolerance()));
        if (isShort && longest.compareTo(until) >= 0) {
            cuts.removeLast();
        }
    }

    private void warnOfLongSegments() {
        if (reference.kind() != TrackKind.VIDEO) {
            return;
        }
        int count = 0;
        long longest = 0;
        var at = Timestamp.ZERO;
        long allowed = reference.clock().ticks(policy.target().plus(policy.tolerance()));
        for (int i = 0; i < cuts.size(); i++) {
            long end =
                    i + 1 < cuts.size()
                            ? Math.min(cuts.get(i + 1).ticks(), reference.endTicks())
                            : reference.endTicks();
            long begin = Math.max(cuts.get(i).ticks(), reference.startTicks());
            long gop = end - lastKeyframe(begin, end);
            count += gop > allowed ? 1 : 0;
            if (gop > longest) {
                longest = gop;
                at = new Timestamp(end - gop, reference.clock());
            }
        }
        if (count > 0) {
            warnings.add(longGop(count, new Timestamp(longest, reference.clock()), at));
        }
        warnOfUnsharedKeyframes(allowed);
    }

    /// Segments that are longer than any GOP in them, because renditions share too few keyframes.
    private void warnOfUnsharedKeyframes(long allowed) {
        int count = 0;
        long longest = 0;
        for (int i = 0; !common.isEmpty() && i < cuts.size(); i++) {
            var next = i + 1 < cuts.size() ? cuts.get(i + 1) : reference.finish();
            long end = Math.min(next.on(reference.clock()).ticks(), reference.endTicks());
            long length = end - Math.max(cuts.get(i).ticks(), reference.startTicks());
            count += length > allowed && lastKeyframe(end - length, end) > end - length ? 1 : 0;
            longest = Math.max(longest, length);
        }
        if (count > 0) {
            warnings.add(
                    "%d segments are longer than asked for, up to %s, because the renditions share no keyframe earlier; encode them with the same keyframes"
                            .formatted(count, new Timestamp(longest, reference.clock())));
        }
    }

    private long lastKeyframe(long begin, long end) {
        var found = reference.syncBefore(new Timestamp(end, reference.clock()));
        return found.isPresent() ? Math.max(begin, reference.shownAt(found.getAsInt())) : begin;
    }

    private String longGop(int count, Timestamp gop, Timestamp at) {
        var target = policy.target().toMillis() / 1000.0;
        var longest = policy.target().plus(policy.tolerance()).toMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "%s: %d segments are longer than %.3f s because no keyframe comes earlier; the longest GOP has %s and"
                        + " starts at %s. Encode with a keyframe every %.3f s: ffmpeg -force_key_frames"
                        + " \"expr:gte(t,n_forced*%.3f)\"",
                reference.label(),
                count,
                longest,
                gop,
                at,
                target,
                target);
    }

    private static PlacedTrack reference(List<PlacedTrack> tracks) {
        return tracks.stream()
                .filter(t -> t.kind() == TrackKind.VIDEO)
                .findFirst()
                .orElse(tracks.getFirst());
    }

    /// Where `plan` cuts `track`: the first sample of every segment and, last, the end.
    static int[] cutSamples(CutPlan plan, PlacedTrack track) {
        var samples = new int[plan.segmentCount() + 1];
        Arrays.fill(samples, track.end());
        samples[0] = track.first();
        for (int n = 1; n < plan.segmentCount(); n++) {
            samples[n] = cutSample(plan.start(n), track);
        }
        for (var change : plan.changes(track)) {
            int n = plan.segmentAt(change.cut());
            if (n > 0) {
                samples[n] = change.sample();
            }
        }
        for (int n = 1; n < plan.segmentCount(); n++) {
            samples[n] = Math.max(samples[n - 1], samples[n]);
        }
        return samples;
    }

    private static int cutSample(Timestamp time, PlacedTrack track) {
        if (track.kind() != TrackKind.VIDEO) {
            return time.compareTo(track.start()) <= 0 ? track.first() : track.sampleNearest(time);
        }
        if (time.compareTo(track.finish()) >= 0) {
            return track.end();
        }
        return time.compareTo(track.start()) <= 0 ? track.first() : track.syncNearest(time);
    }
}
