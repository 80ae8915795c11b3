package dev.anabranch.origin;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate of `localhost` and 127.0.0.1 for tests, its own authority, valid for a hundred
/// years.
final class TestCertificate {

    private TestCertificate() {}

    static Config.Tls files() throws Exception {
        return new Config.Tls(file("certificate.pem"), file("key.pem"));
    }

    private static Path file(String name) throws Exception {
        return Path.of(TestCertificate.class.getResource("/tls/" + name).toURI());
    }

    static SSLContext trustingContext() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = TestCertificate.class.getResourceAsStream("/tls/certificate.pem")) {
            store.setCertificateEntry(
                    "test", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
