package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RTMPS with a certificate of `localhost`, made by the JDK's keytool.
class SecureTest {

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir private Path folder;
    private Station station;

    @BeforeEach
    void open() throws Exception {
        makeCertificate();
        var loopback = InetAddress.getByName("127.0.0.1");
        var secure =
                new ListenerConfig.Secure(
                        new InetSocketAddress(loopback, 0),
                        folder.resolve("chain.pem"),
                        folder.resolve("key.pem"));
        station =
                new Station(
                        new ListenerConfig(Optional.empty(), Optional.of(secure), Limits.DEFAULT));
    }

    @AfterEach
    void close() {
        station.close();
    }

    @Test
    void aStreamGoesOverTls() throws IOException, MediaFormatException {
        try (var source = new Station(Limits.DEFAULT);
                var encoder = encoder(source);
                var publisher = publisher(source, "localhost")) {
            assertThat(encoder.socket.isConnected()).isTrue();
            publisher.start();
            Station.await(
                    "broadcasting",
                    () -> publisher.report().state() == ConnectionState.BROADCASTING);
            Station.await("tracks", () -> tracks() == 2);
        }
    }

    @Test
    void aCertificateOfAnotherNameIsNotTrusted() throws IOException, MediaFormatException {
        try (var source = new Station(Limits.DEFAULT);
                var encoder = encoder(source);
                var publisher = publisher(source, "127.0.0.1")) {
            assertThat(encoder.socket.isConnected()).isTrue();
            publisher.start();
            Station.await("refused", () -> publisher.report().failures() >= 1);
            assertThat(publisher.report().connections()).isZero();
        }
    }

    @Test
    void plainRtmpOnTheSecurePortIsClosed() throws IOException {
        var address = InetAddress.getByName("127.0.0.1");
        try (var client =
                new ScriptedClient(new java.net.Socket(address, station.listener.securePort()))) {
            client.out.write(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, 0});
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    private Publisher publisher(Station source, String host) throws MediaFormatException {
        var target =
                Address.parse(
                        "rtmps://%s:%d/live/safe".formatted(host, station.listener.securePort()));
        var stream = source.kernel.find(new StreamName("live", "show")).orElseThrow();
        return new Publisher(
                target,
                StreamFeed.of(stream),
                source.outgoing().withTrusted(folder.resolve("chain.pem")));
    }

    private static ScriptedClient encoder(Station source) throws IOException, MediaFormatException {
        var encoder = new ScriptedClient(source.port()).publish("show");
        for (var tag : FlvFile.tags()) {
            encoder.send(tag);
        }
        return encoder;
    }

    private int tracks() {
        return station.kernel
                .find(new StreamName("live", "safe"))
                .map(stream -> stream.tracks().size())
                .orElse(0);
    }

    private void makeCertificate()
            throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve("store.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var process =
                new ProcessBuilder(
                                keytool.toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        write("chain.pem", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        write("key.pem", "PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded());
    }

    private void write(String file, String label, byte[] der) throws IOException {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label));
    }
}
