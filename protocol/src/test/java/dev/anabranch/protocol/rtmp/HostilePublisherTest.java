package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.kernel.TrackQuality;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What publishers may do wrong once they publish, and what is left of them.
class HostilePublisherTest {

    private static final byte[] NOTHING = {};

    private Station station;

    @BeforeEach
    void open() throws IOException {
        station = new Station(Limits.DEFAULT);
    }

    @AfterEach
    void nothingIsAFaultOfOurs() {
        assertThat(station.closed(CloseReason.INTERNAL)).isZero();
        station.close();
    }

    @Test
    void mediaBeforeItsConfigurationIsLeftOutAndTheStreamBeginsWithIt()
            throws IOException, MediaFormatException {
        try (var encoder = client().publish("show")) {
            for (var tag : FlvFile.tags()) {
                if (tag.isFrame()) {
                    encoder.send(tag);
                }
            }
            encoder.send(MessageType.VIDEO, 0, 1, NOTHING);
            encoder.send(MessageType.AUDIO, 0, 1, NOTHING);
            ping(encoder);
            assertThat(pictures("show")).isZero();

            sendAll(encoder);
            ping(encoder);
            assertThat(pictures("show")).isEqualTo(75);
        }
    }

    @Test
    void timesThatRunBackwardsStayAStream() throws IOException, MediaFormatException {
        try (var encoder = client().publish("show")) {
            for (var tag : FlvFile.tags()) {
                encoder.send(tag.type(), 1_000_000 - tag.timestamp(), 1, tag.body());
            }
            ping(encoder);
            assertThat(pictures("show")).isPositive();
        }
    }

    @Test
    void whatComesForOtherMessageStreamsDoesNotEndTheStream()
            throws IOException, MediaFormatException {
        try (var encoder = client().publish("show")) {
            encoder.send(MessageType.DATA_AMF0, 0, 77, Packetizer.metadata(List.of(), true));
            encoder.send(MessageType.AUDIO, 0, Integer.MAX_VALUE, new byte[] {(byte) 0xAF, 1, 7});
            sendAll(encoder);
            ping(encoder);
            assertThat(pictures("show")).isEqualTo(75);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "play"})
    void aConnectionHasOneStream(String command) throws IOException, MediaFormatException {
        try (var encoder = client().publish("show")) {
            encoder.send(
                    1,
                    new Command(
                            command, 5, AmfValue.Null.VALUE, List.of(new AmfValue.Text("more"))));
            assertThat(encoder.isClosedByServer()).isTrue();
        }
        Station.await("counted", () -> station.closed(CloseReason.UNSUPPORTED) == 1);
    }

    @Test
    void publishersThatVanishInTheMiddleOfAFrameLeaveNoMemoryBehind()
            throws IOException, MediaFormatException {
        vanish();
        for (int i = 0; i < 50; i++) {
            vanish();
        }
        station.kernel.tick();
        assertThat(station.kernel.memory().usedBytes()).isZero();
    }

    /// The header of a frame of 200 kB and some of its bytes.
    private void vanish() throws IOException, MediaFormatException {
        try (var encoder = client().publish("short")) {
            sendAll(encoder);
            encoder.chunks(1 << 20);
            encoder.out.write(new byte[] {4, 0, 0, 0, 3, 0x0D, 0x40, 9, 1, 0, 0, 0});
            encoder.out.write(Arrays.copyOf(new byte[] {0x27, 1}, 50_000));
            encoder.out.flush();
        }
        Station.await("gone", () -> station.listener.report().open() == 0);
        Station.await("over", () -> !isActive("short"));
    }

    private boolean isActive(String name) {
        return station.kernel
                .find(new StreamName("live", name))
                .filter(stream -> stream.state() == StreamState.ACTIVE)
                .isPresent();
    }

    private ScriptedClient client() throws IOException {
        return new ScriptedClient(station.port());
    }

    private static void sendAll(ScriptedClient encoder) throws IOException {
        for (var tag : FlvFile.tags()) {
            encoder.send(tag);
        }
    }

    /// Returns when the server has taken all that was sent.
    private static void ping(ScriptedClient client) throws IOException {
        client.send(MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, 7));
        while (client.read().type() != MessageType.USER_CONTROL) {}
    }

    private long pictures(String name) {
        return station
                .kernel
                .find(new StreamName("live", name))
                .orElseThrow()
                .quality()
                .tracks()
                .stream()
                .filter(track -> track.trackId() == 1)
                .mapToLong(TrackQuality::frames)
                .sum();
    }
}
