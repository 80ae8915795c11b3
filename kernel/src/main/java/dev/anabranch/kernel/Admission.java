package dev.anabranch.kernel;

/// The answer to somebody who wants to publish or play.
public sealed interface Admission<T> {

    record Granted<T>(T value) implements Admission<T> {}

    /// @param reason for programs
    /// @param message for the log and the one refused; no secrets in it
    record Refused<T>(Refusal reason, String message) implements Admission<T> {}
}
