package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Hostile peers are closed with a reason, and a stream beside them never notices.
class HostileTest {

    private static final Limits LIMITS =
            new Limits(
                    20,
                    12,
                    1 << 20,
                    100_000,
                    10_000,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10));

    private Station station;
    private ScriptedClient publisher;

    @BeforeEach
    void open() throws IOException, MediaFormatException {
        station = new Station(LIMITS);
        publisher = client().publish("good");
    }

    @AfterEach
    void theGoodStreamGoesOn() throws IOException, MediaFormatException {
        for (var tag : FlvFile.tags()) {
            publisher.send(tag);
        }
        try (var player = client().play("good")) {
            var message = player.read();
            while (message.type() != MessageType.VIDEO || !message.isFrame()) {
                message = player.read();
            }
        } finally {
            publisher.close();
            station.close();
        }
        assertThat(station.closed(CloseReason.INTERNAL)).isZero();
    }

    @Test
    void anotherVersionIsClosedAtOnce() throws IOException {
        expectClosed(CloseReason.UNSUPPORTED, HexFormat.of().parseHex("06"));
    }

    @Test
    void anHttpRequestIsClosedAtOnce() throws IOException {
        expectClosed(CloseReason.UNSUPPORTED, "GET / HTTP/1.1\r\n\r\n".getBytes());
    }

    @Test
    void aHalfHandshakeTimesOut() throws IOException {
        try (var client = client()) {
            client.out.write(new byte[] {3, 0, 0});
            Station.await("accepted", () -> station.listener.report().open() == 2);
            station.passedNanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
            publisher.send(MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, 1));
            assertThat(client.isClosedByServer()).isTrue();
        }
        expect(CloseReason.TIMED_OUT);
    }

    @Test
    void slowBytesDoNotWinTime() throws IOException {
        try (var client = client()) {
            client.out.write(3);
            Station.await("accepted", () -> station.listener.report().open() == 2);
            for (int i = 0; i < 6; i++) {
                writeQuietly(client, new byte[1]);
                station.passedNanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
                publisher.send(
                        MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, i));
            }
            assertThat(client.isClosedByServer()).isTrue();
        }
        expect(CloseReason.TIMED_OUT);
    }

    @Test
    void aHugeMessageIsRefusedBeforeItComes() throws IOException {
        expectClosed(CloseReason.LIMIT, chunk("04 000000 ffffff 09 01000000"));
    }

    @Test
    void aHugeCommandIsRefused() throws IOException {
        station.close();
        var wide =
                new Limits(
                        20,
                        12,
                        1 << 20,
                        8 << 20,
                        10_000,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10));
        reopen(wide);
        expectClosed(CloseReason.LIMIT, chunk("03 000000 100000 14 00000000"));
    }

    @Test
    void aChunkSizeOfZeroIsMalformed() throws IOException {
        expectClosed(CloseReason.MALFORMED, chunk("02 000000 000004 01 00000000 00000000"));
    }

    @Test
    void aChunkSizeAboveTheLimitIsRefused() throws IOException {
        expectClosed(CloseReason.LIMIT, chunk("02 000000 000004 01 00000000 7fffffff"));
    }

    @Test
    void aTruncatedControlMessageIsMalformed() throws IOException {
        expectClosed(CloseReason.MALFORMED, chunk("02 000000 000001 01 00000000 00"));
    }

    @Test
    void badAmfIsMalformed() throws IOException {
        expectClosed(CloseReason.MALFORMED, chunk("03 000000 000003 14 00000000 020009"));
        expectClosed(CloseReason.MALFORMED, chunk("03 000000 000001 14 00000000 44"));
    }

    @Test
    void deepAmfIsRefused() throws IOException {
        var nested = "0a00000001".repeat(20);
        var hex = "03 000000 %06x 14 00000000 %s".formatted(nested.length() / 2, nested);
        expectClosed(CloseReason.LIMIT, chunk(hex));
    }

    @Test
    void commandsBeforeConnectAreMalformed() throws IOException {
        var body = new Command("publish", 1, AmfValue.Null.VALUE, List.of()).toBytes();
        try (var client = client().handshake()) {
            client.send(MessageType.COMMAND_AMF0, 0, 1, body);
            assertThat(client.isClosedByServer()).isTrue();
        }
        expect(CloseReason.MALFORMED);
    }

    @Test
    void bytesBeforePublishingHaveALimit() throws IOException {
        try (var client = client().handshake().connect("live")) {
            var body = new byte[90];
            body[0] = 5;
            for (int i = 0; i < 200; i++) {
                if (!sendQuietly(client, body)) {
                    break;
                }
            }
            assertThat(client.isClosedByServer()).isTrue();
        }
        expect(CloseReason.LIMIT);
    }

    @Test
    void manyChunkStreamsAreRefused() throws IOException {
        var hex = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            hex.append("00%02x000000000001080100000000".formatted(i));
        }
        expectClosed(CloseReason.LIMIT, chunk(hex.toString()));
    }

    @Test
    void brokenTagsEndThePublisherAndUnknownCodecsDoNot() throws IOException, MediaFormatException {
        try (var bad = client().publish("bad")) {
            bad.send(MessageType.VIDEO, 0, 1, HexFormat.of().parseHex("12ff"));
            bad.send(MessageType.AUDIO, 0, 1, HexFormat.of().parseHex("5f00"));
            bad.send(MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, 7));
            while (bad.read().type() != MessageType.USER_CONTROL) {}
            bad.send(MessageType.VIDEO, 0, 1, HexFormat.of().parseHex("1700"));
            assertThat(bad.isClosedByServer()).isTrue();
        }
        expect(CloseReason.MALFORMED);
    }

    @Test
    void framesWhoseLengthsDoNotAddUpAreLeftOut() throws IOException, MediaFormatException {
        try (var bad = client().publish("bad")) {
            for (var tag : FlvFile.tags()) {
                if (tag.isFrame() && tag.type() == MessageType.VIDEO) {
                    tag.body()[5] = 0x7F;
                }
                bad.send(tag);
            }
            bad.send(MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, 7));
            while (bad.read().type() != MessageType.USER_CONTROL) {}
        }
    }

    @Test
    void connectionsOfOneAddressHaveALimit() throws IOException {
        var open = new java.util.ArrayList<ScriptedClient>();
        for (int i = 0; i < 11; i++) {
            open.add(client().handshake());
        }
        try (var client = client()) {
            assertThat(client.isClosedByServer()).isTrue();
        }
        for (var client : open) {
            client.close();
        }
        expect(CloseReason.CROWDED);
        Station.await("room again", () -> station.listener.report().open() == 1);
    }

    @Test
    void noiseAfterTheHandshakeNeverHurts() throws IOException {
        var random = new Random(11);
        for (int i = 0; i < 50; i++) {
            var noise = new byte[2000];
            random.nextBytes(noise);
            try (var client = client().handshake()) {
                writeQuietly(client, noise);
            }
        }
        Station.await("all gone", () -> station.listener.report().open() == 1);
    }

    @Test
    void aFrozenPlayerIsClosedAndThePublisherNeverWaits() throws IOException, MediaFormatException {
        try (var frozen = client().play("good")) {
            frozen.socket.setReceiveBufferSize(4096);
            var tags = FlvFile.tags();
            for (int round = 0; round < 400; round++) {
                for (var tag : tags) {
                    if (tag.isFrame()) {
                        publisher.send(tag.type(), tag.timestamp() + 3000L * round, 1, tag.body());
                    } else if (round == 0) {
                        publisher.send(tag);
                    }
                }
            }
            var ping = Control.user(Control.PING_REQUEST, 7);
            publisher.send(MessageType.USER_CONTROL, 0, 0, ping);
            while (publisher.read().type() != MessageType.USER_CONTROL) {}
            station.passedNanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
            publisher.send(MessageType.USER_CONTROL, 0, 0, ping);
            expect(CloseReason.TOO_SLOW);
        }
    }

    private void expectClosed(CloseReason reason, byte[] bytes) throws IOException {
        long before = station.closed(reason);
        boolean isHandshake =
                bytes[0] != 0x03 && bytes[0] != 0x02 && bytes[0] != 0x04 && bytes[0] != 0;
        try (var client = isHandshake ? client() : client().handshake().connect("live")) {
            writeQuietly(client, bytes);
            assertThat(client.isClosedByServer()).isTrue();
        }
        Station.await(reason + " counted", () -> station.closed(reason) == before + 1);
    }

    private void expect(CloseReason reason) {
        Station.await(reason + " counted", () -> station.closed(reason) == 1);
    }

    private void reopen(Limits limits) throws IOException {
        station = new Station(limits);
        try {
            publisher = client().publish("good");
        } catch (MediaFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] chunk(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void writeQuietly(ScriptedClient client, byte[] bytes) throws IOException {
        try {
            client.out.write(bytes);
        } catch (SocketException e) {
            // The server was quicker.
        }
    }

    private static boolean sendQuietly(ScriptedClient client, byte[] body) throws IOException {
        try {
            client.send(MessageType.DATA_AMF0, 0, 0, body);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private ScriptedClient client() throws IOException {
        return new ScriptedClient(station.port());
    }
}
