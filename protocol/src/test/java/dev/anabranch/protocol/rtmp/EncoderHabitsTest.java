package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The orders of commands that real encoders send: OBS and FFmpeg (the one of Flash Media Live
/// Encoder), and programs that speak AMF 3.
class EncoderHabitsTest {

    private Station station;

    @BeforeEach
    void open() throws IOException {
        station = new Station(Limits.DEFAULT);
    }

    @AfterEach
    void close() {
        station.close();
    }

    @Test
    void theOrderOfFlashMediaLiveEncoderIsAnsweredStepByStep()
            throws IOException, MediaFormatException {
        try (var client = new ScriptedClient(station.port()).handshake()) {
            client.send(
                    0, new Command("connect", 1, obs("live", "rtmp://localhost/live"), List.of()));
            client.send(0, named("releaseStream", 2, "studio"));
            client.send(0, named("FCPublish", 3, "studio"));
            client.send(0, new Command("createStream", 4, AmfValue.Null.VALUE, List.of()));
            client.send(0, new Command("_checkbw", 5, AmfValue.Null.VALUE, List.of()));
            assertThat(commands(client, 6))
                    .containsExactly(
                            "_result 1",
                            "_result 2",
                            "onFCPublish 0",
                            "_result 3",
                            "_result 4",
                            "_result 5");
            client.send(
                    1,
                    new Command(
                            "publish",
                            6,
                            AmfValue.Null.VALUE,
                            List.of(new AmfValue.Text("studio"), new AmfValue.Text("live"))));
            client.expectStatus("NetStream.Publish.Start");
            assertThat(station.listener.report().publishers()).isEqualTo(1);

            client.send(0, named("FCUnpublish", 7, "studio"));
            client.send(
                    0,
                    new Command(
                            "deleteStream", 8, AmfValue.Null.VALUE, List.of(new AmfValue.Num(1))));
            assertThat(client.isClosedByServer()).isTrue();
        }
        Station.await("gone", () -> station.listener.report().open() == 0);
        assertThat(station.closed(CloseReason.PEER_LEFT)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "live, studio?token=a, token=a",
        "live/, studio, ''",
        "live?token=a, studio, token=a",
        "live/studio, '', ''",
        "live/studio?token=a, '', token=a",
        "live/_definst_, studio, ''",
    })
    void anAddressIsTheSameWhereverItIsCut(String app, String name, String query)
            throws IOException, MediaFormatException {
        try (var client = new ScriptedClient(station.port()).handshake()) {
            client.send(
                    0, new Command("connect", 1, obs(app, "rtmp://localhost/" + app), List.of()));
            client.send(0, new Command("createStream", 2, AmfValue.Null.VALUE, List.of()));
            client.send(1, named("publish", 3, name));
            client.expectStatus("NetStream.Publish.Start");
            assertThat(station.kernel.find(new StreamName("live", "studio"))).isPresent();
            assertThat(station.gate.lastQuery).isEqualTo(query);
        }
    }

    @Test
    void anEncoderThatSpeaksAmf3Publishes() throws IOException, MediaFormatException {
        try (var client = new ScriptedClient(station.port()).handshake()) {
            amf3(
                    client,
                    0,
                    new Command("connect", 1, obs("live", "rtmp://localhost/live"), List.of()));
            amf3(client, 0, named("releaseStream", 2, "studio"));
            amf3(client, 0, new Command("createStream", 3, AmfValue.Null.VALUE, List.of()));
            amf3(client, 1, named("publish", 4, "studio"));
            client.expectStatus("NetStream.Publish.Start");
        }
    }

    @Test
    void anAddressWithoutANameIsRefusedInWords() throws IOException, MediaFormatException {
        try (var client = new ScriptedClient(station.port()).handshake()) {
            client.send(
                    0, new Command("connect", 1, obs("live", "rtmp://localhost/live"), List.of()));
            client.send(0, new Command("createStream", 2, AmfValue.Null.VALUE, List.of()));
            client.send(1, named("publish", 3, ""));
            client.expectStatus("NetStream.Publish.BadName");
        }
    }

    /// What OBS says of itself.
    private static AmfValue obs(String app, String tcUrl) {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        members.put("app", new AmfValue.Text(app));
        members.put("type", new AmfValue.Text("nonprivate"));
        members.put("flashVer", new AmfValue.Text("FMLE/3.0 (compatible; FMSc/1.0)"));
        members.put("swfUrl", new AmfValue.Text(tcUrl));
        members.put("tcUrl", new AmfValue.Text(tcUrl));
        return new AmfValue.Obj(members, false);
    }

    private static Command named(String command, int transaction, String stream) {
        return new Command(
                command, transaction, AmfValue.Null.VALUE, List.of(new AmfValue.Text(stream)));
    }

    private static void amf3(ScriptedClient client, int streamId, Command command)
            throws IOException {
        var body = command.toBytes();
        var marked = new byte[body.length + 1];
        System.arraycopy(body, 0, marked, 1, body.length);
        client.send(MessageType.COMMAND_AMF3, 0, streamId, marked);
    }

    private static List<String> commands(ScriptedClient client, int count)
            throws IOException, MediaFormatException {
        var seen = new ArrayList<String>();
        while (seen.size() < count) {
            var command = client.read().command();
            if (command != null) {
                seen.add(command.name() + " " + (int) command.transaction());
            }
        }
        return seen;
    }
}
