package dev.anabranch.media.hls;

/// How much a playlist may ask of the parser; each is checked before memory is taken for it.
///
/// @param lineBytes the longest line
/// @param lines how many lines, blank ones and comments included
/// @param segments how many segments or Multivariant tags
/// @param attributes how many in one tag
/// @param tagsPerSegment how many tags before one URI line
public record ParseLimits(
        int lineBytes, int lines, int segments, int attributes, int tagsPerSegment) {

    /// A week of two-second segments, and lines that carry a steering manifest as a `data:` URI.
    public static final ParseLimits DEFAULT =
            new ParseLimits(1 << 18, 4_000_000, 1_000_000, 128, 10_000);

    public ParseLimits {
        if (lineBytes < 1 || lines < 1 || segments < 1 || attributes < 1 || tagsPerSegment < 1) {
            throw new IllegalArgumentException(
                    "lineBytes="
                            + lineBytes
                            + " lines="
                            + lines
                            + " segments="
                            + segments
                            + " attributes="
                            + attributes
                            + " tagsPerSegment="
                            + tagsPerSegment);
        }
    }
}
