package dev.anabranch.packager.check;

import java.util.List;

/// Renditions between which a player switches are cut at the same media times (row O25; in DASH
/// `@segmentAlignment`).
///
/// @param id the rule that is broken
/// @param severity how strongly it is worded
record AlignmentRule(String id, Breach.Severity severity) {

    void check(List<MeasuredRendition> renditions, Findings findings) {
        var measured = renditions.stream().filter(one -> one.kind().isPresent()).toList();
        for (int i = 1; i < measured.size(); i++) {
            compare(measured.getFirst(), measured.get(i), findings);
        }
    }

    private void compare(MeasuredRendition first, MeasuredRendition other, Findings findings) {
        int count = Math.min(first.segments().size(), other.segments().size());
        counts(first, other, findings);
        for (int i = 0; i < count; i++) {
            var left = first.segments().get(i);
            var right = other.segments().get(i);
            if (left.main().isEmpty() || right.main().isEmpty()) {
                continue;
            }
            long wrap = left.facts().orElseThrow().wrapNanos();
            long apart =
                    Clocks.between(
                            left.main().get().shownFromNanos(),
                            right.main().get().shownFromNanos(),
                            wrap);
            long frame = Math.max(left.main().get().frameNanos(), right.main().get().frameNanos());
            if (Math.abs(apart) > frame) {
                breach(
                        findings,
                        other.file(),
                        other.where(right),
                        "starts %s %s segment %d of %s; allowed is one frame, %s"
                                .formatted(
                                        Clocks.seconds(Math.abs(apart)),
                                        apart > 0 ? "after" : "before",
                                        i + 1,
                                        label(first),
                                        Clocks.seconds(frame)));
                return;
            }
        }
    }

    private void counts(MeasuredRendition first, MeasuredRendition other, Findings findings) {
        if (first.segments().size() != other.segments().size()) {
            breach(
                    findings,
                    other.file(),
                    other.name(),
                    "there are %d segments, %s has %d"
                            .formatted(
                                    other.segments().size(),
                                    label(first),
                                    first.segments().size()));
        }
    }

    private void breach(Findings findings, String file, String where, String text) {
        findings.add(new Breach(id, severity, file, where, text));
    }

    private static String label(MeasuredRendition rendition) {
        return rendition.name().isEmpty() ? rendition.file() : rendition.name();
    }
}
