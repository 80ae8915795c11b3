package dev.anabranch.media.hls;

/// A rule of the draft or of the authoring specification that a playlist breaks.
///
/// @param rule the row of the conformance list, such as `O11`
/// @param severity how strongly the rule is worded
/// @param where the line and tag, or the segment
/// @param text what is wrong, with the values
public record Breach(String rule, Severity severity, String where, String text) {

    /// How strongly a rule is worded (BCP 14).
    public enum Severity {
        MUST,
        SHOULD
    }

    @Override
    public String toString() {
        return severity + " " + rule + " " + where + ": " + text;
    }
}
