package dev.anabranch.cli;

import dev.anabranch.packager.check.Breach;
import dev.anabranch.packager.check.Report;
import java.util.List;

/// What a validation found, for people and for programs.
record ValidationSummary(String target, ValidateCommand.Profile profile, Report report) {

    /// The whole as JSON has it.
    record Document(
            String target,
            String profile,
            boolean ok,
            int manifests,
            int segments,
            long bytes,
            long must,
            long should,
            List<Breach> breaches,
            List<String> notes) {}

    String toJson() {
        long must = report.count(Breach.Severity.MUST);
        return Json.line(
                new Document(
                        target,
                        profile.toString(),
                        must == 0,
                        report.manifests(),
                        report.segments(),
                        report.bytes(),
                        must,
                        report.count(Breach.Severity.SHOULD),
                        report.breaches(),
                        report.notes()));
    }

    String toText() {
        var text = new StringBuilder();
        report.breaches().forEach(breach -> text.append(breach).append('\n'));
        report.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        text.append(target)
                .append(": ")
                .append(report.manifests())
                .append(" manifests, ")
                .append(report.segments())
                .append(" segments, ")
                .append(Amounts.bytes(report.bytes()))
                .append("; ");
        if (report.breaches().isEmpty()) {
            return text.append("no rule is broken\n").toString();
        }
        return text.append(report.count(Breach.Severity.MUST))
                .append(" MUST and ")
                .append(report.count(Breach.Severity.SHOULD))
                .append(" SHOULD are broken\n")
                .toString();
    }
}
