package dev.anabranch.kernel;

/// What a [Gate] says.
public sealed interface Verdict {

    /// @param name the stream that the key or name stands for
    record Allowed(StreamName name) implements Verdict {}

    /// @param message for the log and the one refused; no secrets in it
    record Denied(Refusal reason, String message) implements Verdict {}
}
