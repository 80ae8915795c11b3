package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which tracks players of a stream with two pictures get. Those of the second end in 0x55.
class TrackChoiceTest {

    private static final byte MARK = 0x55;

    private Station station;
    private ScriptedClient encoder;

    @BeforeEach
    void publish() throws IOException, MediaFormatException {
        station = new Station(Limits.DEFAULT);
        encoder = new ScriptedClient(station.port()).publish("many");
        for (int track = 0; track < 2; track++) {
            for (var tag : FlvFile.tags()) {
                if (tag.type() == MessageType.VIDEO && tag.isConfiguration()) {
                    encoder.send(MessageType.VIDEO, 0, 1, enhanced(tag.body(), track));
                }
            }
        }
        for (var tag : FlvFile.tags()) {
            if (tag.type() == MessageType.VIDEO && tag.isFrame()) {
                for (int track = 0; track < 2; track++) {
                    encoder.send(
                            MessageType.VIDEO, tag.timestamp(), 1, enhanced(tag.body(), track));
                }
            }
        }
        encoder.send(MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, 1));
        while (encoder.read().type() != MessageType.USER_CONTROL) {}
    }

    @AfterEach
    void close() throws IOException {
        encoder.close();
        station.close();
    }

    @ParameterizedTest
    @CsvSource({
        "many, legacy 1",
        "many?track=1, legacy 1",
        "many?track=2, legacy 2",
        "many?token=x&track=2, legacy 2",
        "many?track=9, legacy 2",
        "many?track=0, legacy 1",
        "many?track=two, legacy 1",
    })
    void anOldPlayerGetsOneTrackThatItMayName(String name, String expected)
            throws IOException, MediaFormatException {
        try (var player = new ScriptedClient(station.port()).play(name)) {
            assertThat(pictures(player)).containsExactly(expected);
        }
    }

    @Test
    void aPlayerThatKnowsMultitrackGetsAll() throws IOException, MediaFormatException {
        try (var player = knowing("many")) {
            assertThat(pictures(player)).containsExactlyInAnyOrder("legacy 1", "multitrack 2");
        }
    }

    @Test
    void aPlayerThatKnowsMultitrackMayNameOneToo() throws IOException, MediaFormatException {
        try (var player = knowing("many?track=2")) {
            assertThat(pictures(player)).containsExactly("legacy 2");
        }
    }

    @Test
    void ourPullerTakesAllTracks() throws IOException, MediaFormatException {
        var request = new PublishRequest("live", "copy", "", new Peer("rtmp", "::1", "pull"));
        var source = Address.parse("rtmp://localhost:" + station.port() + "/live/many");
        try (var here = new Station(Limits.DEFAULT);
                var puller = new Puller(source, here.kernel, request, here.outgoing())) {
            puller.start();
            Station.await(
                    "two tracks",
                    () ->
                            here.kernel
                                    .find(new StreamName("live", "copy"))
                                    .filter(copy -> copy.tracks().size() == 2)
                                    .isPresent());
        }
    }

    private ScriptedClient knowing(String name) throws IOException, MediaFormatException {
        var player = new ScriptedClient(station.port()).handshake();
        Map<String, AmfValue> members =
                Map.of("app", new AmfValue.Text("live"), "capsEx", new AmfValue.Num(0x02));
        player.send(0, new Command("connect", 1, new AmfValue.Obj(members, false), List.of()));
        player.send(0, new Command("createStream", 2, AmfValue.Null.VALUE, List.of()));
        player.send(
                1, new Command("play", 0, AmfValue.Null.VALUE, List.of(new AmfValue.Text(name))));
        player.expectStatus("NetStream.Play.Start");
        return player;
    }

    /// What the next frames are: how they are marked, and whose picture they hold.
    private static Set<String> pictures(ScriptedClient player) throws IOException {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10; ) {
            var message = player.read();
            boolean isEnhanced = (message.body()[0] & VideoTag.EX_HEADER) != 0;
            if (message.type() != MessageType.VIDEO
                    || message.body()[1] == 0 && !isEnhanced
                    || isEnhanced && (message.body()[1] & 0x0F) == VideoTag.SEQUENCE_START) {
                continue;
            }
            int track = message.body()[message.body().length - 1] == MARK ? 2 : 1;
            seen.add((isEnhanced ? "multitrack " : "legacy ") + track);
            i++;
        }
        return seen;
    }

    /// A legacy tag as `OneTrack` of Enhanced RTMP.
    private static byte[] enhanced(byte[] legacy, int track) {
        boolean isConfiguration = legacy[1] == 0;
        int skipped = isConfiguration ? 5 : 2;
        var out = ByteBuffer.allocate(7 + legacy.length - skipped);
        out.put((byte) (0x86 | legacy[0] & 0x70)).put((byte) (isConfiguration ? 0 : 1));
        out.putInt(FourCc.AVC.value()).put((byte) track);
        out.put(legacy, skipped, legacy.length - skipped);
        if (!isConfiguration) {
            byte last = out.get(out.capacity() - 1);
            out.put(out.capacity() - 1, track == 1 ? MARK : last == MARK ? 0 : last);
        }
        return out.array();
    }
}
