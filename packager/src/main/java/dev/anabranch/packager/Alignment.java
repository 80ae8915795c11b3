package dev.anabranch.packager;

import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether every video rendition of a source has a keyframe at every cut, and where not.
///
/// Two times are the same frame when they differ by less than half the shorter of the two frame
/// lengths; they are compared as exact rationals, so renditions may differ in frame rate and clock.
///
/// @param breaches in the order of time; empty when the renditions can be switched at every cut
public record Alignment(List<Breach> breaches) {

    public Alignment {
        breaches = List.copyOf(breaches);
    }

    /// A cut at which a rendition has no keyframe.
    ///
    /// @param label the rendition
    /// @param cut when the reference is cut
    /// @param frame the number of the reference's frame there, from 0, in decode order
    /// @param nearest when the rendition's nearest keyframe is shown
    /// @param nearestFrame its number
    public record Breach(
            String label, Timestamp cut, int frame, Timestamp nearest, int nearestFrame) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: no keyframe at the cut at %s (frame %d); its nearest keyframe is at %s (frame %d)",
                    label,
                    cut,
                    frame,
                    nearest,
                    nearestFrame);
        }
    }

    /// Checks all video tracks of `tracks` against the cuts of `plan`.
    public static Alignment check(CutPlan plan, List<PlacedTrack> tracks) {
        var breaches = new ArrayList<Breach>();
        var reference = plan.reference();
        for (int n = 1; n < plan.segmentCount(); n++) {
            for (var track : tracks) {
                if (isRendition(track, reference) && isBreach(track, reference, plan.start(n))) {
                    breaches.add(breach(track, reference, plan.start(n)));
                }
            }
        }
        return new Alignment(breaches);
    }

    public boolean isAligned() {
        return breaches.isEmpty();
    }

    /// A line for every breach, and the cure.
    @Override
    public String toString() {
        if (isAligned()) {
            return "all renditions have a keyframe at every cut";
        }
        var text =
                new StringBuilder(
                        "the renditions do not have their keyframes at the same times:\n");
        breaches.forEach(breach -> text.append("  ").append(breach).append('\n'));
        return text.append(
                        "Encode all renditions with the same keyframes: ffmpeg -force_key_frames")
                .append(
                        " \"expr:gte(t,n_forced*2)\" -sc_threshold 0; or cut only at the keyframes they share: --align")
                .toString();
    }

    static boolean hasKeyframeAt(PlacedTrack track, PlacedTrack reference, Timestamp time) {
        var nearest = new Timestamp(track.shownAt(track.syncNearest(time)), track.clock());
        return isWithin(nearest, time, track.halfFrame())
                && isWithin(nearest, time, reference.halfFrame());
    }

    @SuppressWarnings("ReferenceEquality") // the track itself, not one like it
    private static boolean isRendition(PlacedTrack track, PlacedTrack reference) {
        return track.kind() == TrackKind.VIDEO && track != reference;
    }

    private static boolean isBreach(PlacedTrack track, PlacedTrack reference, Timestamp time) {
        boolean isBeyond =
                time.compareTo(track.finish()) >= 0 || time.compareTo(reference.finish()) >= 0;
        return !isBeyond && !hasKeyframeAt(track, reference, time);
    }

    private static Breach breach(PlacedTrack track, PlacedTrack reference, Timestamp time) {
        int nearest = track.syncNearest(time);
        return new Breach(
                track.label(),
                time,
                reference.syncNearest(time),
                new Timestamp(track.shownAt(nearest), track.clock()),
                nearest);
    }

    /// Whether |a - b| < limit, exactly.
    static boolean isWithin(Timestamp a, Timestamp b, Timestamp limit) {
        var difference = product(a.ticks(), b).subtract(product(b.ticks(), a)).abs();
        var scale = BigInteger.valueOf(limit.timescale().ticksPerSecond());
        var bound =
                BigInteger.valueOf(limit.ticks())
                        .multiply(BigInteger.valueOf(a.timescale().ticksPerSecond()))
                        .multiply(BigInteger.valueOf(b.timescale().ticksPerSecond()));
        return difference.multiply(scale).compareTo(bound) < 0;
    }

    private static BigInteger product(long ticks, Timestamp other) {
        return BigInteger.valueOf(ticks)
                .multiply(BigInteger.valueOf(other.timescale().ticksPerSecond()));
    }
}
