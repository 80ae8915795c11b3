package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.EntryKind;
import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What encoders send that is not one H.264 and one AAC track from time 0 on.
class EncoderTest {

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
    void multitrackBecomesSeveralTracksWithTheSameTimes() throws IOException, MediaFormatException {
        try (var encoder = new ScriptedClient(station.port()).publish("many")) {
            for (var tag : FlvFile.tags()) {
                if (tag.type() == MessageType.VIDEO && tag.body()[1] <= 1) {
                    encoder.send(MessageType.VIDEO, tag.timestamp(), 1, inTwoTracks(tag.body()));
                }
            }
            sync(encoder);
            var stream = stream("many");
            assertThat(stream.tracks())
                    .extracting(track -> track.id() + " " + track.codec().codecString())
                    .containsExactly("1 avc1.64000a", "3 avc1.64000a");
            var frames = frames(stream);
            var first = frames.stream().filter(text -> text.startsWith("1 ")).toList();
            var second = frames.stream().filter(text -> text.startsWith("3 ")).toList();
            assertThat(first).isNotEmpty();
            assertThat(second)
                    .isEqualTo(first.stream().map(text -> "3" + text.substring(1)).toList());
        }
    }

    @Test
    void playersGetTheFirstOfSeveralTracksInLegacyTags() throws IOException, MediaFormatException {
        try (var encoder = new ScriptedClient(station.port()).publish("many")) {
            for (var tag : FlvFile.tags()) {
                if (tag.type() == MessageType.VIDEO && tag.body()[1] <= 1) {
                    encoder.send(MessageType.VIDEO, tag.timestamp(), 1, inTwoTracks(tag.body()));
                }
            }
            sync(encoder);
            try (var player = new ScriptedClient(station.port()).play("many")) {
                for (int i = 0; i < 20; ) {
                    var message = player.read();
                    if (message.type() == MessageType.VIDEO) {
                        assertThat(message.body()[0] & 0x8F).isEqualTo(VideoTag.LEGACY_AVC);
                        i++;
                    }
                }
            }
        }
    }

    /// 24 bits are where timestamps become extended ones, 32 bits where they wrap.
    @ParameterizedTest
    @ValueSource(longs = {0xFF_FFFFL, 0xFFFF_FFFFL, 0x7FFF_FFFFL})
    void timesThatBeginNearAnEdgeRunOnOverIt(long edge) throws IOException, MediaFormatException {
        var stream = station.declare("late");
        try (var encoder = new ScriptedClient(station.port()).publish("late");
                var player = new ScriptedClient(station.port()).play("late")) {
            var tags = FlvFile.tags();
            int sent = 0;
            long last = -1;
            while (last < 2000) {
                boolean isBegun = last >= 0 || sent == 0;
                while (sent < tags.size() && (isBegun || !tags.get(sent - 1).isKeyframe())) {
                    var tag = tags.get(sent++);
                    long time = tag.timestamp() + edge - 455 & 0xFFFF_FFFFL;
                    encoder.send(tag.type(), time, 1, tag.body());
                    isBegun = last >= 0;
                }
                var message = player.read();
                if (message.type() == MessageType.VIDEO && message.isFrame()) {
                    assertThat(message.timestamp() - last).isBetween(1L, 200L);
                    last = message.timestamp();
                }
            }
            assertThat(stream.quality().discontinuities()).isZero();
        }
    }

    @Test
    void aggregateMessagesAreTakenApart() throws IOException, MediaFormatException {
        try (var encoder = new ScriptedClient(station.port()).publish("sum")) {
            var all = new ByteArrayOutputStream();
            for (var tag : FlvFile.tags()) {
                all.write(tag.type());
                all.writeBytes(number(tag.body().length, 3));
                all.writeBytes(number(tag.timestamp() + 7000 & 0xFF_FFFF, 3));
                all.write(0);
                all.writeBytes(new byte[3]);
                all.writeBytes(tag.body());
                all.writeBytes(number(tag.body().length + 11, 4));
            }
            encoder.send(MessageType.AGGREGATE, 500, 1, all.toByteArray());
            sync(encoder);
            assertThat(stream("sum").quality().bytesIn()).isGreaterThan(10_000);
            assertThat(frames(stream("sum"))).isNotEmpty();
        }
    }

    @Test
    void audioAloneIsPlayed() throws IOException, MediaFormatException {
        station.declare("sound");
        try (var player = new ScriptedClient(station.port()).play("sound");
                var encoder = new ScriptedClient(station.port()).publish("sound")) {
            for (var tag : FlvFile.tags()) {
                if (tag.type() == MessageType.AUDIO) {
                    encoder.send(tag);
                }
            }
            // From the newest entry on, of which sound has one each second.
            int frames = 0;
            while (frames < 20) {
                var message = player.read();
                frames += message.type() == MessageType.AUDIO && message.isFrame() ? 1 : 0;
            }
        }
    }

    @Test
    void anotherConfigurationIsAnotherDescriptionOfTheSameTrack()
            throws IOException, MediaFormatException {
        station.declare("change");
        try (var player = new ScriptedClient(station.port()).play("change");
                var encoder = new ScriptedClient(station.port()).publish("change")) {
            var tags = FlvFile.tags();
            for (var tag : tags) {
                encoder.send(tag);
            }
            // AAC at 48 kHz, stereo.
            var other = HexFormat.of().parseHex("af001190");
            encoder.send(MessageType.AUDIO, 3100, 1, other);
            for (int i = 0; i < 20; i++) {
                encoder.send(
                        MessageType.AUDIO, 3100 + 21L * i, 1, HexFormat.of().parseHex("af01aabb"));
            }
            var configurations = new ArrayList<String>();
            while (configurations.size() < 3) {
                var message = player.read();
                if (new FlvFile.Tag(message.type(), 0, message.body()).isConfiguration()) {
                    configurations.add(HexFormat.of().formatHex(message.body()));
                }
            }
            assertThat(configurations.getLast()).isEqualTo("af001190");
            assertThat(stream("change").tracks().get(1).timescale().ticksPerSecond())
                    .isEqualTo(48_000);
        }
    }

    @Test
    void timedMetadataIsATrackAndReachesPlayers() throws IOException, MediaFormatException {
        station.declare("cues");
        try (var player = new ScriptedClient(station.port()).play("cues");
                var encoder = new ScriptedClient(station.port()).publish("cues")) {
            var cue =
                    Amf0Writer.write(
                            new AmfValue.Text("onTextData"),
                            new AmfValue.Obj(Map.of("text", new AmfValue.Text("hello")), true));
            int i = 0;
            for (var tag : FlvFile.tags()) {
                encoder.send(tag);
                if (i++ == 60) {
                    encoder.send(MessageType.DATA_AMF0, tag.timestamp(), 1, cue);
                }
            }
            var message = player.read();
            while (message.type() != MessageType.DATA_AMF0
                    || !List.of(cue.length).contains(message.body().length)) {
                message = player.read();
            }
            assertThat(message.body()).isEqualTo(cue);
            assertThat(stream("cues").tracks().getLast().kind()).isEqualTo(TrackKind.METADATA);
        }
    }

    /// The same picture twice, as `ManyTracks` of Enhanced RTMP.
    private static byte[] inTwoTracks(byte[] legacy) {
        boolean isConfiguration = legacy[1] == 0;
        int composition = isConfiguration ? 0 : 3;
        int size = legacy.length - 5 + composition;
        var out = ByteBuffer.allocate(6 + 2 * (4 + size));
        out.put((byte) (0x86 | legacy[0] & 0x70)).put((byte) (isConfiguration ? 0x10 : 0x11));
        out.putInt(FourCc.AVC.value());
        for (int track = 0; track < 2; track++) {
            out.put((byte) track).put(number(size, 3));
            out.put(legacy, 5 - composition, composition).put(legacy, 5, legacy.length - 5);
        }
        return out.array();
    }

    private static byte[] number(long value, int bytes) {
        var out = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            out[i] = (byte) (value >> 8 * (bytes - 1 - i));
        }
        return out;
    }

    private static void sync(ScriptedClient encoder) throws IOException {
        encoder.send(MessageType.USER_CONTROL, 0, 0, Control.user(Control.PING_REQUEST, 1));
        while (encoder.read().type() != MessageType.USER_CONTROL) {}
    }

    private LiveStream stream(String name) {
        return station.kernel.find(new StreamName("live", name)).orElseThrow();
    }

    private static List<String> frames(LiveStream stream) {
        var frames = new ArrayList<String>();
        try (var reader = stream.subscribe(() -> {})) {
            while (reader.next()) {
                if (reader.kind() == EntryKind.FRAME) {
                    frames.add(
                            reader.trackId()
                                    + " "
                                    + reader.dtsTicks()
                                    + " "
                                    + reader.ptsTicks()
                                    + " "
                                    + reader.sizeBytes());
                }
            }
        }
        return frames;
    }
}
