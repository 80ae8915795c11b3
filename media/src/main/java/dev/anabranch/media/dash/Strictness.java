package dev.anabranch.media.dash;

/// How much of the standard a reader insists on.
public enum Strictness {
    /// Undeclared prefixes, foreign root namespaces, repeated single elements and unreadable
    /// attribute values are errors.
    STRICT,
    /// What players get away with: such attributes and elements are kept as they are among the
    /// [Extras], where a check finds them.
    LENIENT
}
