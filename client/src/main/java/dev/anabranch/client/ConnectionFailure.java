package dev.anabranch.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// What a connection without an answer was about, in words for the one who typed the address.
public final class ConnectionFailure {

    /// What the JDK's client says of a TLS alert where HTTP should be, and of nothing at all.
    private static final Pattern SILENT =
            Pattern.compile("received no bytes|[Ii]nvalid status line|Connection reset");

    private ConnectionFailure() {}

    /// @param address what was asked for
    /// @param failure what the HTTP client threw
    /// @return empty when it is neither about TLS nor about its absence
    public static Optional<String> words(URI address, Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SSLException tls) {
                return Optional.of(ofTls(String.valueOf(tls.getMessage())));
            }
            if (isSilence(at) && "http".equals(address.getScheme())) {
                return Optional.of(
                        "the server closed the connection without an answer; if it speaks TLS there,"
                                + " the address begins with https://");
            }
        }
        return Optional.empty();
    }

    private static String ofTls(String message) {
        if (message.contains("PKIX path") || message.contains("valid certification path")) {
            return "its certificate is signed by nobody whom this machine trusts; if it is yours,"
                    + " name it, or its issuer's: --ca-file FILE";
        }
        if (message.contains("subject alternative") || message.contains("No name matching")) {
            return "its certificate is for another host name (" + message + ")";
        }
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "the server does not speak TLS there; the address begins with http://";
        }
        return "the TLS handshake failed: " + message;
    }

    private static boolean isSilence(Throwable failure) {
        return failure instanceof EOFException
                || failure instanceof IOException
                        && SILENT.matcher(String.valueOf(failure.getMessage())).find();
    }
}
