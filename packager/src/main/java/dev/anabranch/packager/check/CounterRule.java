package dev.anabranch.packager.check;

/// Continuity counters of a transport stream go on from segment to segment (ISO/IEC 13818-1,
/// 2.4.3.3), so that the segments put one after another are a whole stream.
final class CounterRule implements RenditionRule {

    private static final String ID = "ts-continuity";
    private static final int MODULUS = 16;

    @Override
    public void check(MeasuredRendition rendition, Findings findings) {
        for (var run : rendition.runs()) {
            for (int i = 1; i < run.size(); i++) {
                var before = run.get(i - 1).facts().flatMap(SegmentFacts::transport);
                var after = run.get(i).facts().flatMap(SegmentFacts::transport);
                if (before.isPresent() && after.isPresent()) {
                    compare(rendition, run.get(i), before.get(), after.get(), findings);
                }
            }
        }
    }

    private static void compare(
            MeasuredRendition rendition,
            MeasuredSegment segment,
            TransportScan before,
            TransportScan after,
            Findings findings) {
        for (int pid : after.pids()) {
            var last = before.lastCounter(pid);
            var first = after.firstCounter(pid);
            if (last.isEmpty() || first.isEmpty()) {
                continue;
            }
            int expected = (last.getAsInt() + 1) % MODULUS;
            if (first.getAsInt() != expected) {
                findings.should(
                        ID,
                        rendition.file(),
                        rendition.where(segment),
                        "PID %d begins with counter %d, after the segment before comes %d"
                                .formatted(pid, first.getAsInt(), expected));
                return;
            }
        }
    }
}
