package dev.anabranch.packager.check;

import dev.anabranch.media.hls.RenditionReport;

/// O17: a rendition report is as new as the playlist it stands in: within one part.
final class LiveReports {

    private static final long SLACK_NANOS = 50_000_000;

    private LiveReports() {}

    static void check(
            LiveVersion version,
            RenditionReport report,
            LiveRenditionSurvey other,
            Findings findings) {
        var known = other.current();
        var file = version.answer().address();
        if (report.lastMsn() == null) {
            findings.should(
                    "O17", file, "EXT-X-RENDITION-REPORT " + report.uri(), "has no LAST-MSN");
            return;
        }
        boolean wasBefore =
                known.isPresent()
                        && known.get().answer().lastByteNanos() + SLACK_NANOS
                                < version.answer().firstByteNanos();
        if (!wasBefore) {
            return;
        }
        long open = known.get().openMsn();
        long part = report.lastPart() == null ? 0 : report.lastPart();
        long behind =
                report.lastMsn() >= open
                        ? known.get().openParts() - 1 - part
                        : known.get().openParts() + known.get().parts(open - 1).size() - 1 - part;
        boolean isStale =
                report.lastMsn() < open - 1
                        || behind > 1 && report.lastMsn() <= open && report.lastPart() != null;
        if (isStale) {
            findings.should(
                    "O17",
                    file,
                    "EXT-X-RENDITION-REPORT " + report.uri(),
                    "LAST-MSN=%d LAST-PART=%d, but segment %d had %d parts before"
                            .formatted(report.lastMsn(), part, open, known.get().openParts()));
        }
    }
}
