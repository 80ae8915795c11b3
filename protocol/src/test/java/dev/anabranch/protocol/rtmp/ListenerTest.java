package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerTest {

    private Station station;

    @BeforeEach
    void open() throws IOException {
        station = new Station(Limits.DEFAULT);
    }

    @AfterEach
    void close() {
        station.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 128, 4096, 60_000})
    void aPlayerGetsWhatThePublisherSends(int chunkBytes) throws IOException, MediaFormatException {
        var stream = station.declare("show");
        try (var player = client().play("show");
                var publisher = client().publish("show")) {
            publisher.chunks(chunkBytes);
            var tags = FlvFile.tags();
            int sent = 0;
            var expected = frames(tags);
            var received = new ArrayList<String>();
            var configurations = new ArrayList<String>();
            while (received.size() < expected.size()) {
                // Up to the first keyframe, and the rest when it has arrived: a reader begins at
                // the newest keyframe there is.
                while (sent < tags.size() && (sent == 0 || !tags.get(sent - 1).isKeyframe())) {
                    publisher.send(tags.get(sent++));
                }
                var message = player.read();
                if (message.type() != MessageType.AUDIO && message.type() != MessageType.VIDEO) {
                    continue;
                }
                (message.isFrame() ? received : configurations).add(text(message));
                while (!received.isEmpty() && sent < tags.size()) {
                    publisher.send(tags.get(sent++));
                }
            }
            assertThat(received).containsExactlyElementsOf(expected);
            assertThat(stream.state()).isEqualTo(StreamState.ACTIVE);
            assertThat(stream.tracks())
                    .extracting(track -> track.codec().codecString())
                    .containsExactly("avc1.64000a", "mp4a.40.2");
        }
    }

    @Test
    void aPlayerThatComesLaterBeginsWithTheNewestKeyframe()
            throws IOException, MediaFormatException {
        try (var publisher = client().publish("show")) {
            for (var tag : FlvFile.tags()) {
                publisher.send(tag);
            }
            Station.await("the last frame", () -> hasBytes("show", 10_000));
            try (var player = client().play("show")) {
                var first = player.read();
                while (first.type() != MessageType.VIDEO || !first.isFrame()) {
                    first = player.read();
                }
                assertThat(first.body()[0] >> 4).as("frame type").isEqualTo(1);
                assertThat(first.timestamp()).isZero();
            }
        }
    }

    @Test
    void theStreamIsOverForItsPlayersWhenThePublisherLeaves()
            throws IOException, MediaFormatException {
        station.declare("show");
        try (var player = client().play("show")) {
            try (var publisher = client().publish("show")) {
                for (var tag : FlvFile.tags()) {
                    publisher.send(tag);
                }
                publisher.send(
                        0,
                        new Command(
                                "deleteStream",
                                4,
                                AmfValue.Null.VALUE,
                                List.of(new AmfValue.Num(1))));
                assertThat(publisher.isClosedByServer()).isTrue();
            }
            player.expectStatus("NetStream.Play.UnpublishNotify");
            assertThat(player.isClosedByServer()).isTrue();
        }
        Station.await("the end counted", () -> station.closed(CloseReason.ENDED) == 1);
    }

    @Test
    void whoMayNotIsToldAndClosed() throws IOException, MediaFormatException {
        try (var client = client().handshake().connect("live")) {
            client.send(
                    1,
                    new Command(
                            "publish",
                            3,
                            AmfValue.Null.VALUE,
                            List.of(new AmfValue.Text("secret"))));
            client.expectStatus("NetStream.Publish.Rejected");
            assertThat(client.isClosedByServer()).isTrue();
        }
        try (var client = client().handshake().connect("live")) {
            client.send(
                    1,
                    new Command(
                            "play", 0, AmfValue.Null.VALUE, List.of(new AmfValue.Text("nothing"))));
            client.expectStatus("NetStream.Play.StreamNotFound");
            assertThat(client.isClosedByServer()).isTrue();
        }
        Station.await("both counted", () -> station.closed(CloseReason.REFUSED) == 2);
    }

    @Test
    void theQueryOfAppAndNameReachesTheGate() throws IOException, MediaFormatException {
        try (var client = client().handshake().connect("live?a=1")) {
            client.send(
                    1,
                    new Command(
                            "publish",
                            3,
                            AmfValue.Null.VALUE,
                            List.of(new AmfValue.Text("s?token=x"))));
            client.expectStatus("NetStream.Publish.Start");
            assertThat(station.gate.lastQuery).isEqualTo("a=1&token=x");
        }
    }

    @Test
    void connectSaysWhatEnhancedRtmpWeDo() throws IOException, MediaFormatException {
        try (var client = client().handshake().connect("live")) {
            var command = client.read().command();
            while (command == null || !command.name().equals("_result")) {
                command = client.read().command();
            }
            var told = command.argument(0);
            assertThat(told.member("code").text()).hasValue("NetConnection.Connect.Success");
            assertThat(told.member("capsEx").number()).hasValue(14);
            assertThat(told.member("videoFourCcInfoMap").member("hvc1").number()).hasValue(4);
        }
    }

    @Test
    void fileCommandsAreAnsweredPolitely() throws IOException, MediaFormatException {
        try (var client = client().handshake().connect("live")) {
            int transaction = 10;
            for (var name :
                    List.of(
                            "releaseStream",
                            "FCPublish",
                            "createStream",
                            "getStreamLength",
                            "_checkbw",
                            "pause",
                            "seek",
                            "play2",
                            "FCUnpublish")) {
                client.send(0, new Command(name, ++transaction, AmfValue.Null.VALUE, List.of()));
                assertThat(answer(client, transaction)).as(name).isEqualTo("_result");
            }
            client.send(0, new Command("makeCoffee", 99, AmfValue.Null.VALUE, List.of()));
            assertThat(answer(client, 99)).isEqualTo("_error");
        }
    }

    @Test
    void pingsAreAnsweredAndWindowsAcknowledged() throws IOException, MediaFormatException {
        try (var client = client().handshake().connect("live")) {
            client.send(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, 0, 0, Control.number(1000));
            client.send(MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, 4711));
            var seen = new ArrayList<Integer>();
            while (!seen.contains(MessageType.ACKNOWLEDGEMENT)
                    || !seen.contains(MessageType.USER_CONTROL)) {
                var message = client.read();
                seen.add(message.type());
                if (message.type() == MessageType.USER_CONTROL) {
                    assertThat(message.body()).isEqualTo(Control.user(Control.PING_RESPONSE, 4711));
                }
            }
        }
    }

    @Test
    void anotherPublisherTakesTheStreamAndPlayersStay() throws IOException, MediaFormatException {
        station.declare("show");
        try (var player = client().play("show");
                var first = client().publish("show")) {
            FlvFile.tags().forEach(tag -> sendQuietly(first, tag));
            Station.await("the first one's frames", () -> hasBytes("show", 10_000));
            try (var second = client().publish("show")) {
                assertThat(first.isClosedByServer()).isTrue();
                FlvFile.tags().forEach(tag -> sendQuietly(second, tag));
                // The first one's 3 s, and then the second's.
                for (long last = -1; last < 3500; ) {
                    var message = player.read();
                    if (message.type() == MessageType.VIDEO && message.isFrame()) {
                        assertThat(message.timestamp()).isGreaterThan(last);
                        last = message.timestamp();
                    }
                }
            }
        }
    }

    @Test
    void amf3CommandsAreUnderstood() throws IOException, MediaFormatException {
        try (var client = client().handshake()) {
            var object = new AmfValue.Obj(Map.of("app", new AmfValue.Text("live")), false);
            var body = new Command("connect", 1, object, List.of()).toBytes();
            var marked = new byte[body.length + 1];
            System.arraycopy(body, 0, marked, 1, body.length);
            client.send(MessageType.COMMAND_AMF3, 0, 0, marked);
            assertThat(answer(client, 1)).isEqualTo("_result");
        }
    }

    private boolean hasBytes(String name, long bytes) {
        return station.kernel
                .find(new StreamName("live", name))
                .map(stream -> stream.quality().bytesIn() > bytes)
                .orElse(false);
    }

    private static String answer(ScriptedClient client, int transaction)
            throws IOException, MediaFormatException {
        while (true) {
            var command = client.read().command();
            if (command != null && command.transaction() == transaction) {
                return command.name();
            }
        }
    }

    private static void sendQuietly(ScriptedClient client, FlvFile.Tag tag) {
        try {
            client.send(tag);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Frames from the first keyframe on, by type, time from there, and bytes.
    private static List<String> frames(List<FlvFile.Tag> tags) {
        var frames = new ArrayList<String>();
        long first = -1;
        for (var tag : tags) {
            first = first < 0 && tag.isKeyframe() ? tag.timestamp() : first;
            if (first >= 0 && tag.isFrame()) {
                frames.add(text(tag.type(), tag.timestamp() - first, tag.body()));
            }
        }
        return frames;
    }

    private static String text(ScriptedClient.Received message) {
        return text(message.type(), message.timestamp(), message.body());
    }

    /// Sound may be a millisecond off, as its times are those of its samples: so its time is left
    /// out.
    private static String text(int type, long timestamp, byte[] body) {
        String time = type == MessageType.AUDIO ? "" : timestamp + " ";
        return type + " " + time + HexFormat.of().formatHex(body);
    }

    private ScriptedClient client() throws IOException {
        return new ScriptedClient(station.port());
    }
}
