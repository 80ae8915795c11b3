package dev.anabranch.client;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// There was no whole answer to a request.
public final class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Cause failure;

    /// Why.
    public enum Cause {
        /// No connection.
        UNREACHABLE,
        /// The time of the request is over.
        TIMED_OUT,
        /// More bytes than the request allows.
        TOO_LARGE,
        /// The answer broke off, or is not what its header says.
        BROKEN
    }

    public TransportException(Cause failure, Request request, @Nullable Throwable cause) {
        super(request.address() + ": " + words(failure, request, cause), cause);
        this.failure = failure;
    }

    public Cause failure() {
        return failure;
    }

    private static String words(Cause failure, Request request, @Nullable Throwable cause) {
        return switch (failure) {
            case UNREACHABLE -> "the server cannot be reached";
            case TIMED_OUT -> "no whole answer within " + request.timeout().toMillis() + " ms";
            case TOO_LARGE -> "more than " + request.maxBytes() + " bytes";
            case BROKEN ->
                    Optional.ofNullable(cause)
                            .flatMap(thrown -> ConnectionFailure.words(request.address(), thrown))
                            .orElse("the answer broke off");
        };
    }
}
