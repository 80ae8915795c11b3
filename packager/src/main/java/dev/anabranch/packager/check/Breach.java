package dev.anabranch.packager.check;

/// A rule that a presentation breaks.
///
/// @param rule the row of the conformance list, such as `O23`, or a short stable name where there
///   is no row
/// @param severity how strongly the rule is worded (BCP 14)
/// @param file the address of the manifest or segment
/// @param where the line, element or box in it; may be empty
/// @param text what is wrong, with the value found and the value allowed
public record Breach(String rule, Severity severity, String file, String where, String text) {

    /// How strongly a rule is worded.
    public enum Severity {
        MUST,
        SHOULD
    }

    @Override
    public String toString() {
        var place = where.isEmpty() ? file : file + ", " + where;
        return severity + " " + rule + " " + place + ": " + text;
    }
}
