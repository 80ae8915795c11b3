package dev.anabranch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose certificates a command takes from a server.
final class TrustOption {

    @Option(
            names = "--ca-file",
            paramLabel = "PEM",
            description = {
                "Trust the certificates in this file, and no others: that of an authority of your own,",
                "or a server's own self-signed one. Default: what Java trusts."
            })
    private @Nullable Path file;

    /// @throws CommandException when the file holds no certificate
    SSLContext context() throws IOException, CommandException {
        try {
            if (file == null) {
                return SSLContext.getDefault();
            }
            var trusted =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(certificates(file));
            var context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyStore certificates(Path file)
            throws IOException, CommandException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(file)) {
            int count = 0;
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count > 0) {
                return store;
            }
        } catch (CertificateException unreadable) {
            // is said below
        }
        throw new CommandException(
                ExitCode.INPUT_NOT_USABLE, "--ca-file: " + file + " holds no PEM certificate");
    }
}
