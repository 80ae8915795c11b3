package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.EntryKind;
import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our publisher and puller against our own listener.
class OutgoingTest {

    private Station here;
    private Station there;

    @BeforeEach
    void open() throws IOException {
        here = new Station(Limits.DEFAULT);
        there = new Station(Limits.DEFAULT);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void aStreamIsPushedFrameByFrame() throws IOException, MediaFormatException {
        var source = here.declare("show");
        there.declare("copy");
        try (var encoder = new ScriptedClient(here.port()).publish("show");
                var publisher =
                        new Publisher(
                                address(there, "copy"), StreamFeed.of(source), here.outgoing())) {
            publisher.start();
            var copy = stream(there, "copy");
            assertThat(publisher.report().state()).isEqualTo(ConnectionState.IDLE);
            sendAll(encoder);
            Station.await(
                    "broadcasting",
                    () -> publisher.report().state() == ConnectionState.BROADCASTING);
            assertSame(source, copy);
            assertThat(publisher.report().frames()).isPositive();
            assertThat(publisher.report().connections()).isEqualTo(1);
        }
        Station.await("gone", () -> there.listener.report().open() == 0);
    }

    @Test
    void aStreamIsPulledFrameByFrame() throws IOException, MediaFormatException {
        var source = here.declare("show");
        try (var encoder = new ScriptedClient(here.port()).publish("show")) {
            sendAll(encoder);
            var request = new PublishRequest("live", "copy", "", new Peer("rtmp", "::1", "pull"));
            try (var puller =
                    new Puller(address(here, "show"), there.kernel, request, there.outgoing())) {
                puller.start();
                Station.await(
                        "flowing", () -> puller.report().state() == ConnectionState.BROADCASTING);
                assertSame(source, stream(there, "copy"));
            }
        }
    }

    @Test
    void aPublisherComesBackWhenItsServerDoes() throws IOException, MediaFormatException {
        var source = here.declare("show");
        try (var encoder = new ScriptedClient(here.port()).publish("show")) {
            sendAll(encoder);
            int port = there.port();
            var changes = new ArrayList<ConnectionState>();
            try (var publisher =
                    new Publisher(address(there, "copy"), StreamFeed.of(source), here.outgoing())) {
                publisher.onChange(() -> {
                    synchronized (changes) {
                        changes.add(publisher.report().state());
                    }
                });
                publisher.start();
                publisher.start();
                Station.await("first", () -> publisher.report().connections() == 1);
                there.close();
                Station.await("failing", () -> publisher.report().failures() >= 2);
                assertThat(publisher.report().lastError()).isPresent();
                there = new Station(config(port));
                Station.await("second", () -> publisher.report().connections() == 2);
                assertThat(publisher.report().state()).isEqualTo(ConnectionState.BROADCASTING);
                Station.await("frames again", () -> stream(there, "copy").tracks().size() == 2);
            }
            synchronized (changes) {
                assertThat(changes)
                        .startsWith(
                                ConnectionState.STARTING,
                                ConnectionState.BROADCASTING,
                                ConnectionState.ERRORED,
                                ConnectionState.STARTING);
            }
        }
    }

    @Test
    void aPublisherLeavesWithItsStreamAndComesBackWithTheNext()
            throws IOException, MediaFormatException {
        var source = here.declare("show");
        try (var publisher =
                new Publisher(address(there, "copy"), StreamFeed.of(source), here.outgoing())) {
            publisher.start();
            for (int turn = 1; turn <= 2; turn++) {
                int turns = turn;
                try (var encoder = new ScriptedClient(here.port()).publish("show")) {
                    sendAll(encoder);
                    Station.await("on air", () -> publisher.report().connections() == turns);
                }
                Station.await("idle", () -> publisher.report().state() == ConnectionState.IDLE);
                Station.await("left", () -> there.listener.report().open() == 0);
                assertThat(publisher.report().failures()).isZero();
            }
        }
    }

    @Test
    void aRefusalIsTheLastErrorInTheServersWords() throws IOException, MediaFormatException {
        var source = here.declare("show");
        try (var encoder = new ScriptedClient(here.port()).publish("show");
                var publisher =
                        new Publisher(
                                address(there, "secret"), StreamFeed.of(source), here.outgoing())) {
            sendAll(encoder);
            publisher.start();
            Station.await("refused", () -> publisher.report().failures() >= 1);
            assertThat(publisher.report().lastError().orElse(""))
                    .contains("NetStream.Publish.Rejected: not you");
        }
    }

    @Test
    void aQueueIsPushedToItsEndAndThePublisherIsIdleThen()
            throws IOException, MediaFormatException {
        var source = here.declare("show");
        there.declare("copy");
        var queue = new FrameQueue(1000);
        try (var encoder = new ScriptedClient(here.port()).publish("show");
                var publisher = new Publisher(address(there, "copy"), queue, here.outgoing());
                var player = new ScriptedClient(there.port()).play("copy")) {
            sendAll(encoder);
            source.tracks().forEach(queue::describe);
            publisher.start();
            Station.await(
                    "broadcasting",
                    () -> publisher.report().state() == ConnectionState.BROADCASTING);
            try (var feed = StreamFeed.of(source).open(() -> {})) {
                for (var event = feed.next(); event != null; event = feed.next()) {
                    switch (event) {
                        case MediaFeed.Described(var track) -> queue.describe(track);
                        case MediaFeed.Sample(var frame) -> assertThat(queue.offer(frame)).isTrue();
                        case MediaFeed.Gap _, MediaFeed.End _ -> {}
                    }
                }
            }
            queue.end();
            Station.await("idle", () -> publisher.report().state() == ConnectionState.IDLE);
            player.expectStatus("NetStream.Play.UnpublishNotify");
            assertThat(publisher.report().frames()).isGreaterThan(20);
            assertThat(publisher.report().droppedFrames()).isZero();
        }
    }

    @Test
    void thePullerGivesUpWhenSomebodyElsePublishes() throws IOException, MediaFormatException {
        here.declare("show");
        try (var encoder = new ScriptedClient(here.port()).publish("show")) {
            sendAll(encoder);
            var request = new PublishRequest("live", "copy", "", new Peer("rtmp", "::1", "pull"));
            try (var puller =
                            new Puller(
                                    address(here, "show"),
                                    there.kernel,
                                    request,
                                    there.outgoing());
                    var other = new ScriptedClient(there.port())) {
                puller.start();
                Station.await(
                        "flowing", () -> puller.report().state() == ConnectionState.BROADCASTING);
                other.publish("copy");
                Station.await("given up", () -> puller.report().state() == ConnectionState.ERRORED);
                assertThat(puller.report().lastError().orElse("")).contains("taken");
                Station.await("left", () -> here.listener.report().players() == 0);
            }
        }
    }

    private static void sendAll(ScriptedClient encoder) throws IOException {
        for (var tag : FlvFile.tags()) {
            encoder.send(tag);
        }
        encoder.send(MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, 1));
        while (encoder.read().type() != MessageType.USER_CONTROL) {}
    }

    /// The last group of pictures of both, by bytes and times from its keyframe on.
    private static void assertSame(LiveStream source, LiveStream copy) {
        Station.await("the copy is complete", () -> frames(copy).size() >= frames(source).size());
        assertThat(frames(copy)).containsExactlyElementsOf(frames(source));
    }

    private static List<String> frames(LiveStream stream) {
        var frames = new ArrayList<String>();
        long first = -1;
        try (var reader = stream.subscribe(() -> {})) {
            while (reader.next()) {
                if (reader.kind() != EntryKind.FRAME || reader.trackId() != 1) {
                    continue;
                }
                first = first < 0 ? reader.dtsTicks() : first;
                var payload = reader.block().bytes().asSlice(reader.offset(), reader.sizeBytes());
                int hash = java.util.Arrays.hashCode(payload.toArray(ValueLayout.JAVA_BYTE));
                frames.add(
                        (reader.dtsTicks() - first)
                                + " "
                                + (reader.ptsTicks() - first)
                                + " "
                                + reader.isKeyframe()
                                + " "
                                + hash);
            }
        }
        return frames;
    }

    private static LiveStream stream(Station station, String name) {
        var id = new StreamName("live", name);
        Station.await("stream " + name, () -> station.kernel.find(id).isPresent());
        return station.kernel.find(id).orElseThrow();
    }

    private static Address address(Station station, String name) throws MediaFormatException {
        return Address.parse("rtmp://127.0.0.1:" + station.port() + "/live/" + name);
    }

    private static ListenerConfig config(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new ListenerConfig(Optional.of(address), Optional.empty(), Limits.DEFAULT);
    }
}
