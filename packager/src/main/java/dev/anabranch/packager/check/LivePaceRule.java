package dev.anabranch.packager.check;

import java.time.Duration;

/// O4, O13: a blocking request is answered when what it asks for is there, not before, and that is
/// one part target later at most, or one and a half target durations for a segment (6.2.1).
///
/// Both times are a MUST of the server, seen through a network: what comes late by less than the
/// whole time again may have been delayed on its way and is a SHOULD.
final class LivePaceRule implements LiveRule {

    /// What the network and a busy machine may add.
    static final Duration SLACK = Duration.ofMillis(250);

    @Override
    public void check(LiveVersion before, LiveVersion now, Findings findings) {
        var answer = now.answer();
        if (answer.asked().msn().isEmpty() || now.playlist().hasEnded()) {
            return;
        }
        var where = answer.asked().toString();
        if (!now.has(answer.asked())) {
            findings.must(
                    "O13",
                    answer.address(),
                    where,
                    "answered before it is there: the playlist ends at segment %d with %d parts"
                            .formatted(now.openMsn(), now.openParts()));
            return;
        }
        if (hasBroken(now)) {
            return;
        }
        long waited = answer.lastByteNanos() - Math.max(answer.sentNanos(), since(before, answer));
        var inf = now.playlist().partInf();
        long allowed =
                inf != null && answer.asked().part().isPresent()
                        ? inf.partTarget().toDuration().toNanos()
                        : now.targetNanos(3) / 2;
        if (waited > allowed + SLACK.toNanos()) {
            boolean isCertain = waited > 2 * allowed + SLACK.toNanos();
            findings.add(
                    new Breach(
                            "O4",
                            isCertain ? Breach.Severity.MUST : Breach.Severity.SHOULD,
                            answer.address(),
                            where,
                            "came after %s, allowed are %s"
                                    .formatted(Clocks.seconds(waited), Clocks.seconds(allowed))));
        }
    }

    private static long since(LiveVersion before, LiveAnswer answer) {
        return Math.min(before.answer().lastByteNanos(), answer.lastByteNanos());
    }

    /// The source was away: nobody can be in time then.
    private static boolean hasBroken(LiveVersion now) {
        var segments = now.playlist().segments();
        boolean isOpen =
                now.playlist().openSegment().stream()
                        .anyMatch(dev.anabranch.media.hls.Discontinuity.class::isInstance);
        return isOpen || !segments.isEmpty() && segments.getLast().hasDiscontinuity();
    }
}
