package dev.anabranch.packager.check;

import java.util.Optional;
import java.util.OptionalLong;

/// A segment as its manifest announces it, and as it is.
///
/// @param where its place in the manifest, for a person
/// @param declaredNanos how long the manifest says it is; 0 when it does not
/// @param declaredStartNanos media time, when the manifest says it
/// @param roundingNanos what the manifest's decimals cannot show
/// @param startsRun whether it need not continue what comes before: the first, after a
///   discontinuity, after a segment that is missing on purpose
/// @param init in force, when it has one that can be read
/// @param facts empty when it cannot be had or not be read for lack of keys
record MeasuredSegment(
        String where,
        Part part,
        long declaredNanos,
        OptionalLong declaredStartNanos,
        long roundingNanos,
        boolean startsRun,
        Optional<InitFacts> init,
        Optional<SegmentFacts> facts) {

    Optional<TrackFacts> main() {
        return facts.flatMap(SegmentFacts::main);
    }
}
