package dev.anabranch.cli;

import dev.anabranch.origin.Config;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;

/// Says in the words of the command line why a server did not start.
final class ListenFailure {

    private ListenFailure() {}

    static CommandException of(IOException failure, Config config) {
        var cause = deepest(failure);
        var words = String.valueOf(cause.getMessage());
        if (cause instanceof BindException || words.contains("Address already in use")) {
            return new CommandException(
                    ExitCode.CONFLICT,
                    "port "
                            + config.port()
                            + " is taken; choose another with --port, or 0 for a free one");
        }
        if (cause instanceof UnknownHostException
                || words.contains("Cannot assign requested address")) {
            return new CommandException(
                    ExitCode.FAILED,
                    "--host " + config.host() + " is not an address of this machine");
        }
        if (words.contains("Permission denied")) {
            return new CommandException(
                    ExitCode.NOT_ALLOWED,
                    "port "
                            + config.port()
                            + " is not allowed to this user; choose one from 1024 on");
        }
        return config.tls()
                .map(tls ->
                        new CommandException(
                                ExitCode.INPUT_NOT_USABLE,
                                tls.certificate()
                                        + " and "
                                        + tls.key()
                                        + " are no PEM certificate and its key: "
                                        + words))
                .orElseGet(() -> new CommandException(ExitCode.FAILED, words));
    }

    private static Throwable deepest(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
