package dev.anabranch.transcode.title;

import dev.anabranch.transcode.Rung;

/// A rung along the hull.
///
/// @param point what it is expected to come to
/// @param reason why it is what it is, in words for a person
public record ChosenRung(ProbePoint point, String reason) {

    /// As a ladder has it: with the least that a ladder offers where the film needs still less.
    public Rung rung() {
        long bits = Math.max(Rung.MIN_BITS, point.bitsPerSecond());
        return point.size().rung().at(bits, point.crf());
    }

    /// For people: `720p`.
    public String name() {
        return point.size().rung().name();
    }
}
