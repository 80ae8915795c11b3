package dev.anabranch.media.hls;

/// How a playlist is read.
///
/// @param strictness what becomes of a playlist that breaks the rules
/// @param variables where variables get their values
/// @param limits how much the playlist may ask for
public record ParseOptions(Strictness strictness, VariableSource variables, ParseLimits limits) {

    /// What becomes of a playlist that breaks the rules.
    public enum Strictness {
        /// It is refused, as hls-parser 0.16.1 in its strict mode does.
        STRICT,
        /// A tag that cannot be read is kept as an [UnknownTag], what can be guessed is guessed,
        /// and each such place is a [Finding].
        LENIENT
    }

    public static final ParseOptions STRICT =
            new ParseOptions(Strictness.STRICT, VariableSource.UNRESOLVED, ParseLimits.DEFAULT);

    public static final ParseOptions LENIENT =
            new ParseOptions(Strictness.LENIENT, VariableSource.UNRESOLVED, ParseLimits.DEFAULT);

    public ParseOptions with(VariableSource newVariables) {
        return new ParseOptions(strictness, newVariables, limits);
    }

    public ParseOptions with(ParseLimits newLimits) {
        return new ParseOptions(strictness, variables, newLimits);
    }
}
