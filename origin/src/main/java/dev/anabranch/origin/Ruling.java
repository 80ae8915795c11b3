package dev.anabranch.origin;

/// Whether a [Visitor] may watch.
public sealed interface Ruling {

    /// Everybody may.
    record Open() implements Ruling {}

    /// This one may, and what it is given is for nobody else.
    record Admitted() implements Ruling {}

    /// @param why for the one who asked; no secrets in it
    record Refused(String why) implements Ruling {}

    /// Nobody who could say so can be reached.
    ///
    /// @param why for the one who asked
    record Undecided(String why) implements Ruling {}
}
