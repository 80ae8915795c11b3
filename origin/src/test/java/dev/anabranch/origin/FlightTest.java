package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many readers, slow readers and readers who leave.
@Timeout(60)
class FlightTest {

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource(DeliveryTest.Wire.class)
    void aSegmentAskedForByManyIsMadeOnce(DeliveryTest.Wire wire) throws Exception {
        try (var running = wire.start(temp)) {
            var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
            for (int i = 0; i < 20; i++) {
                answers.add(running.ask("/p/film/generated.ts"));
            }
            for (var answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).body())
                        .isEqualTo(Fake.bytes(Fake.GENERATED_BYTES));
            }
            assertThat(running.fakes).hasSize(1);
            assertThat(running.fakes.getFirst().generations).hasValue(1);
        }
    }

    @Test
    void aSegmentThatIsTooLargeForTheCacheIsMadeAgain() throws Exception {
        var d = Config.Limits.DEFAULT;
        var limits = new Config.Limits(1, 0, d.shelfBytes(), d.generatingBytes(), d.waits(), 100);
        var config = Config.at(0).withHost("127.0.0.1").withLimits(limits);
        try (var running = new Running(temp, config, JdkReader.of(Version.HTTP_1_1))) {
            running.get("/p/film/generated.ts");
            running.get("/p/film/generated.ts");
            assertThat(running.fakes.getFirst().generations).hasValue(2);
        }
    }

    @Test
    void aReaderWhoDoesNotReadHoldsUpNobody() throws Exception {
        try (var running = new Running(temp);
                var slow = ask(running, "/p/film/large.ts")) {
            for (int i = 0; i < 10; i++) {
                assertThat(running.get("/p/film/generated.ts").statusCode()).isEqualTo(200);
            }
            var answer = slow.getInputStream().readAllBytes();
            assertThat(answer.length).isBetween(40_000_000, 40_002_000);
        }
    }

    @Test
    void whoLeavesLetsGoOfTheSource() throws Exception {
        var running = new Running(temp);
        for (var path :
                new String[] {"/p/film/large.ts", "/p/film/generated.ts", "/p/film/mixed.m4s"}) {
            try (var socket = ask(running, path)) {
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }
        running.close();
        assertThat(
                        CompletableFuture.supplyAsync(
                                        () -> waitUntilClosed(running.fakes.getFirst()))
                                .get(20, TimeUnit.SECONDS))
                .isTrue();
    }

    private static boolean waitUntilClosed(Fake fake) {
        while (!fake.isClosed) {
            Thread.onSpinWait();
        }
        return true;
    }

    private static Socket ask(Running running, String path) throws IOException {
        var socket = new Socket("127.0.0.1", running.origin.port());
        socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
        socket.getOutputStream()
                .write(
                        ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }
}
