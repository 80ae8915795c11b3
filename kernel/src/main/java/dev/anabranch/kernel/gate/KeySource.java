package dev.anabranch.kernel.gate;

import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Where the keys of tokens come from. Thread-safe.
public interface KeySource {

    /// The key that a token's header names, empty when there is none. Fails when nobody can be
    /// asked.
    ///
    /// @param kid empty when the token names no key: then the only one there is
    CompletionStage<Optional<PublicKey>> find(String kid);
}
