package dev.anabranch.media.dash;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A SegmentTimeline has neither gaps nor overlaps and fills its Period (5.3.9.6).
record TimelineRule() implements Rule {

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        for (var representation : EffectiveRepresentation.of(mpd)) {
            timeline(representation)
                    .ifPresent(t -> new Walk(representation, breaches).check(t.entries()));
        }
    }

    private static Optional<SegmentTimeline> timeline(EffectiveRepresentation representation) {
        var addressing = representation.addressing();
        return addressing
                .template()
                .map(SegmentTemplate::multiple)
                .or(() -> addressing.list().map(SegmentList::multiple))
                .flatMap(MultipleSegments::timeline);
    }

    private record Walk(EffectiveRepresentation at, Consumer<Breach> breaches) {

        void check(List<SegmentTimeline.S> runs) {
            if (runs.isEmpty()) {
                report("timeline-empty", "the timeline has no entry");
                return;
            }
            long time = runs.getFirst().t().orElse(0L);
            for (int i = 0; i < runs.size(); i++) {
                var run = runs.get(i);
                if (run.t().isPresent() && run.t().get() != time) {
                    var kind = run.t().get() > time ? "leaves a gap of " : "overlaps by ";
                    long ticks = Math.abs(run.t().get() - time);
                    report("timeline-gapless", "S[" + i + "] " + kind + ticks + " ticks");
                    time = run.t().get();
                }
                if (run.d() == 0) {
                    report("timeline-duration", "S[" + i + "] has a duration of 0");
                }
                if (run.r() < 0 || overflows(time, run)) {
                    return;
                }
                time += run.d() * (run.r() + 1);
            }
            if (at.mpd().type() == PresentationType.STATIC) {
                sum(time, runs.stream().mapToLong(SegmentTimeline.S::d).max().orElse(0));
            }
        }

        /// Audio and video never end at the same tick, so half a segment is let pass.
        private void sum(long endTicks, long longestTicks) {
            long ticksPerSecond = Math.max(1, ticksPerSecond());
            var duration = at.span().duration();
            if (duration.isEmpty()
                    || duration.get().toSeconds() > Long.MAX_VALUE / ticksPerSecond) {
                return;
            }
            long expected = new dev.anabranch.media.Timescale(ticksPerSecond).ticks(duration.get());
            long actual = endTicks - at.presentationTimeOffsetTicks();
            if (Math.abs(expected - actual) > longestTicks / 2) {
                report(
                        "timeline-sum",
                        "the timeline ends at %d ticks, the Period at %d"
                                .formatted(actual, expected));
            }
        }

        private long ticksPerSecond() {
            var addressing = at.addressing();
            return addressing
                    .template()
                    .map(SegmentTemplate::base)
                    .or(() -> addressing.list().map(SegmentList::base))
                    .flatMap(SegmentBase::timescale)
                    .orElse(1L);
        }

        private static boolean overflows(long time, SegmentTimeline.S run) {
            long high = Math.multiplyHigh(run.d(), run.r() + 1);
            long low = run.d() * (run.r() + 1);
            return high != 0 || low < 0 || time > Long.MAX_VALUE - low;
        }

        private void report(String rule, String text) {
            breaches.accept(new Breach(rule, at.path(), text));
        }
    }
}
