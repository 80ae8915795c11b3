package dev.anabranch.packager.check;

import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.MediaSegment;
import dev.anabranch.media.hls.PartialSegment;
import java.util.List;

/// O3, O8: parts are only added, stay as they are while they are listed, and make up their segment.
/// Those of a segment go together, which they SHOULD when all are further than three target
/// durations from the end (6.2.2), and MUST NOT while all are nearer: 6.2.1 lists what may change,
/// and of parts only those that are "no longer at the live edge".
final class LivePartsRule implements LiveRule {

    private static final int KEPT_TARGETS = 3;

    /// EXTINF and DURATION are rounded one by one.
    private static final long ROUNDING_NANOS = 2_000_000;

    @Override
    public void check(LiveVersion before, LiveVersion now, Findings findings) {
        long last = Math.min(before.openMsn(), now.openMsn());
        for (long msn = now.playlist().firstListedSequence(); msn <= last; msn++) {
            history(msn, before, now, findings);
        }
        long completed = Math.max(before.openMsn(), now.playlist().firstListedSequence());
        for (long msn = completed; msn < now.openMsn(); msn++) {
            sum(msn, now, findings);
        }
        kept(now, findings);
    }

    private static void history(long msn, LiveVersion before, LiveVersion now, Findings findings) {
        var old = before.parts(msn);
        var parts = now.parts(msn);
        var file = now.answer().address();
        if (parts.isEmpty() && !old.isEmpty() && msn < now.openMsn()) {
            var start = fromEnd(msn, now).plus(segment(msn, now).duration());
            if (start.compareTo(now.targets(KEPT_TARGETS)) < 0) {
                findings.must(
                        "O8",
                        file,
                        "media sequence number " + msn,
                        "its parts are gone though all of it is nearer to the end than three target durations");
            }
            return;
        }
        for (int i = 0; i < old.size(); i++) {
            var where = "media sequence number %d, part %d".formatted(msn, i);
            if (i >= parts.size()) {
                findings.must("O3", file, where, "was taken back");
                return;
            }
            if (!old.get(i).equals(parts.get(i))) {
                findings.must(
                        "O3",
                        file,
                        where,
                        "changed from %s to %s".formatted(text(old.get(i)), text(parts.get(i))));
            }
        }
    }

    private static void sum(long msn, LiveVersion now, Findings findings) {
        var segment = segment(msn, now);
        var parts = segment.parts();
        if (parts.isEmpty()) {
            return;
        }
        long difference =
                duration(parts).toDuration().minus(segment.duration().toDuration()).toNanos();
        if (Math.abs(difference) > ROUNDING_NANOS) {
            findings.must(
                    "parts-sum",
                    now.answer().address(),
                    "media sequence number " + msn,
                    "its parts last %s s, EXTINF is %s s"
                            .formatted(duration(parts), segment.duration()));
        }
    }

    private static void kept(LiveVersion now, Findings findings) {
        var oldest = now.playlist().firstListedSequence();
        for (long msn = oldest; msn < now.openMsn(); msn++) {
            if (fromEnd(msn, now).compareTo(now.targets(KEPT_TARGETS)) <= 0) {
                return;
            }
            if (!now.parts(msn).isEmpty()) {
                findings.should(
                        "O8",
                        now.answer().address(),
                        "media sequence number " + msn,
                        "still has parts, more than three target durations from the end");
                return;
            }
        }
    }

    /// How far the end of a segment is from the end of the playlist.
    static Decimal fromEnd(long msn, LiveVersion version) {
        var sum = duration(version.playlist().openParts());
        for (long after = msn + 1; after < version.openMsn(); after++) {
            sum = sum.plus(segment(after, version).duration());
        }
        return sum;
    }

    private static MediaSegment segment(long msn, LiveVersion version) {
        var playlist = version.playlist();
        return playlist.segments().get((int) (msn - playlist.firstListedSequence()));
    }

    private static Decimal duration(List<PartialSegment> parts) {
        var sum = Decimal.ZERO;
        for (var part : parts) {
            sum = sum.plus(part.duration());
        }
        return sum;
    }

    private static String text(PartialSegment part) {
        return "%s (%s s%s)"
                .formatted(
                        part.uri(), part.duration(), part.isIndependent() ? ", independent" : "");
    }
}
