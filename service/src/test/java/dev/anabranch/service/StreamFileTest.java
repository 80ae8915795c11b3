package dev.anabranch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.live.LadderSettings;
import dev.anabranch.live.LatencyMode;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.live.LivePolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFileTest {

    private static final Path FOLDER = Path.of("/etc/anabranch");

    @TempDir private Path temp;

    @Test
    void everyKeyHasItsPlace() throws Exception {
        var file =
                parse(
                        """
                        host: 127.0.0.1
                        port: 8081
                        rtmp_port: 0
                        rtmps_port: 1936
                        tls_certificate: chain.pem
                        tls_key: /keys/key.pem
                        data: ../data
                        publish: keys
                        publish_url: https://x.example/may
                        keep_recordings: 30d
                        live:
                          latency_mode: reduced
                          reconnect_window: 10
                          ladder: auto
                        streams:
                          studio:
                            stream_key: sk_long-enough
                            record: yes
                            part: 400ms
                            segment: 3s
                            window: 1m
                            transport_stream: false
                            ladder: 720p,480p@1M
                            opus: true
                            failover: [spare, other.spare]
                            slate: slate.mp4
                            simulcast_targets:
                              - url: rtmp://a.example/live
                                stream_key: theirs
                              - url: rtmps://b.example/app/key
                          camera:
                            source: rtmp://c.example/live/1
                            latency_mode: standard
                        """);

        var listening = file.listening();
        assertThat(listening.host()).contains("127.0.0.1");
        assertThat(listening.port()).contains(8081);
        assertThat(listening.rtmpPort()).contains(0);
        assertThat(listening.rtmpsPort()).contains(1936);
        assertThat(listening.tls().orElseThrow().certificate())
                .isEqualTo(FOLDER.resolve("chain.pem"));
        assertThat(listening.tls().orElseThrow().key()).isEqualTo(Path.of("/keys/key.pem"));
        assertThat(listening.data()).contains(FOLDER.resolve("../data"));
        assertThat(file.publish()).contains(PublishPolicy.KEYS);
        assertThat(file.admittance().publish())
                .contains(new Guard.Question(URI.create("https://x.example/may")));
        assertThat(file.keepRecordings()).contains(Duration.ofDays(30));

        var studio = file.streams().getFirst();
        assertThat(studio.name()).isEqualTo("studio");
        assertThat(studio.streamKey()).contains("sk_long-enough");
        assertThat(studio.settings().isRecorded()).isTrue();
        assertThat(studio.settings().latencyMode()).isEqualTo(LatencyMode.REDUCED);
        assertThat(studio.settings().reconnectWindow()).isEqualTo(Duration.ofSeconds(10));
        assertThat(studio.settings().policy().part()).isEqualTo(Duration.ofMillis(400));
        assertThat(studio.settings().policy().segment()).isEqualTo(Duration.ofSeconds(3));
        assertThat(studio.settings().policy().window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(studio.settings().policy().isLowLatency()).isFalse();
        assertThat(studio.settings().policy().hasTransportStream()).isFalse();
        assertThat(studio.settings().ladder().words()).isEqualTo("720p,480p@1M");
        assertThat(studio.settings().ladder().hasOpus()).isTrue();
        assertThat(studio.standIns().backups()).containsExactly("spare", "other.spare");
        assertThat(studio.standIns().slate()).contains(FOLDER.resolve("slate.mp4"));
        assertThat(studio.targets())
                .extracting(target -> target.address().whole().toString())
                .containsExactly("rtmp://a.example/live/theirs", "rtmps://b.example/app/key");

        var camera = file.streams().getLast();
        assertThat(camera.settings().ladder()).isEqualTo(LadderSettings.NONE.withLadder("auto"));
        assertThat(camera.streamKey()).isEmpty();
        assertThat(camera.source().orElseThrow()).hasToString("rtmp://c.example/live/1");
        assertThat(camera.settings().policy().segment()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void anEmptyFileSaysNothing() throws Exception {
        assertThat(parse("")).isEqualTo(StreamFile.EMPTY);
        assertThat(parse("# nothing yet\n")).isEqualTo(StreamFile.EMPTY);
    }

    @Test
    void aStreamWithoutSettingsHasThoseOfAll() throws Exception {
        var file = parse("live:\n  record: true\nstreams:\n  studio:\n");

        assertThat(file.streams().getFirst().settings()).isEqualTo(file.defaults());
        assertThat(file.defaults().isRecorded()).isTrue();
    }

    @Test
    void anotherLatencyModeChangesNothingButPartsAndTheLengthOfSegments() throws Exception {
        var file =
                parse(
                        """
                        live:
                          segment: 1s
                          part: 500ms
                          window: 5m
                          transport_stream: false
                        streams:
                          same:
                            latency_mode: low
                          other:
                            latency_mode: standard
                        """);

        assertThat(file.streams().getFirst().settings()).isEqualTo(file.defaults());
        assertThat(file.streams().getLast().settings().policy())
                .isEqualTo(
                        new LivePolicy(
                                Duration.ofSeconds(4),
                                Duration.ofMillis(500),
                                LivePolicy.DEFAULT.longestSegment(),
                                Duration.ofMinutes(5),
                                false,
                                false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`prot: 1`|line 1, prot|is not known here; known are",
                "`port: 80801`|line 1, port|is a number in 0..65535, not '80801'",
                "`port:\n  - 1`|line 2, port|needs one value",
                "`\nstreams: [a]`|line 2, streams|needs keys below it, not a list",
                "`streams:\n  s:\n    recrod: true`|line 3, streams.s.recrod|is not known here",
                "`streams:\n  s:\n    record: maybe`|line 3, streams.s.record|is true or false, not 'maybe'",
                "`streams:\n  s:\n    part: 5 s`|line 3, streams.s.part|is a time such as 200ms",
                "`streams:\n  s:\n    part: 1ms`|line 3, streams.s.part|is in 50ms..2s, not 1ms",
                "`streams:\n  s:\n    segment: 500ms\n    part: 1s`|line 4, streams.s.part|at most as long as a segment",
                "`streams:\n  s:\n    stream_key: short`|line 3, streams.s.stream_key|8 to 128 letters",
                "`streams:\n  ../s:\n    record: true`|streams.../s|1 to 128 letters, digits",
                "`streams:\n  s:\n    source: http://x.example/`|line 3, streams.s.source|begins with rtmp:// or rtmps://",
                "`streams:\n  s:\n    simulcast_targets:\n      - stream_key: k`|line 4, streams.s.simulcast_targets[0].url|is needed",
                "`streams:\n  s:\n    failover: a b`|line 3, streams.s.failover|'a b' is no name",
                "`publish: everyone`|line 1, publish|is one of keys, local, anyone, not 'everyone'",
                "`tls_key: k.pem`|line 1, tls_key|goes together with tls_certificate",
                "`streams:\n  a:\n    stream_key: sk_12345678\n  b:\n    stream_key: sk_12345678`|streams|one key for a and b",
                "`jwt_issuer: me`|line 1, jwt_issuer|goes together with publish_jwks or play_jwks",
                "`streams:\n  s:\n    simulcast_targets:\n      - url: rtmp://a.example/b\n      - url: rtmp://a.example/b`|line 4, streams.s.simulcast_targets|names the same one twice",
                "`port: 1\nport: 2`|line 2|uplicate",
                "`port: [1`|line|"
            })
    void whatIsWrongIsToldWithItsLineAndKey(String text, String where, String words) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(words == null ? "" : words);
    }

    @Test
    void depthSizeAndNumberOfValuesAreBounded() throws Exception {
        var deepest = "[".repeat(NodeReader.MAXIMUM_DEPTH) + "]".repeat(NodeReader.MAXIMUM_DEPTH);
        assertThat(NodeReader.yaml(deepest)).isInstanceOf(Node.Sequence.class);
        assertThatThrownBy(() -> NodeReader.yaml("[" + deepest + "[]]"))
                .isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> NodeReader.yaml("[[" + deepest + "]]"))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("depth");
        assertThatThrownBy(() -> NodeReader.yaml("- 1\n".repeat(NodeReader.MAXIMUM_VALUES + 1)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("number of values");
        assertThatThrownBy(() -> NodeReader.yaml(" ".repeat(NodeReader.MAXIMUM_BYTES + 1)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("size");
    }

    @Test
    void referencesThatMultiplyAreNotFollowed() throws Exception {
        var text = "a: &a [x, x]\nb: [*a, *a]\n";

        var node = (Node.Mapping) NodeReader.yaml(text);

        var items = ((Node.Sequence) node.entries().get("b")).items();
        assertThat(items).allMatch(Node.Scalar.class::isInstance);
    }

    @Test
    void theFileIsNamedInWhatIsWrong() throws Exception {
        var file = Files.writeString(temp.resolve("anabranch.yaml"), "prot: 1\n");

        assertThatThrownBy(() -> StreamFile.read(file, UnaryOperator.identity()))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("line 1, prot");
    }

    @Test
    void whatTheCommandLineSaysOfAllStreamsIsRight() throws Exception {
        var file =
                StreamFile.parse(
                        "live:\n  record: false\nstreams:\n  s:\n  t:\n    record: false\n",
                        FOLDER,
                        settings -> settings.withRecording(true));

        assertThat(file.streams())
                .extracting(stream -> stream.settings().isRecorded())
                .containsExactly(true, false);
    }

    @Test
    void keysAreNotShownByAccident() throws Exception {
        var file = parse("streams:\n  s:\n    stream_key: sk_long-enough\n");

        assertThat(file.toString()).doesNotContain("sk_long-enough");
        assertThat(Optional.of(AdminSecret.of("sixteen-letters-")).toString())
                .doesNotContain("sixteen");
    }

    @Test
    void aBackupThatIsNoStreamIsRefusedWithItsLine() throws Exception {
        var file = parse("streams:\n  show:\n    failover: [b, other]\n  b:\n");

        assertThatThrownBy(() -> file.check(Path.of("a.yaml"), name -> false))
                .hasMessageStartingWith("a.yaml: ")
                .hasMessageContaining("line 3, streams.show.failover")
                .hasMessageContaining("other");
        file.check(Path.of("a.yaml"), "other"::equals);
    }

    @Test
    void aSlateThatCannotBeShownIsRefusedWithItsLine() throws Exception {
        var text = "streams:\n  show:\n    record: true\n    slate: %s\n";
        var missing = parse(text.formatted("nothere.mp4"));
        assertThatThrownBy(() -> missing.check(Path.of("a.yaml"), name -> false))
                .hasMessageContaining("line 4, streams.show.slate")
                .hasMessageContaining("nothere.mp4");

        var noFilm = Files.writeString(temp.resolve("text.mp4"), "this is no film");
        var unusable = parse(text.formatted(noFilm));
        assertThatThrownBy(() -> unusable.check(Path.of("a.yaml"), name -> false))
                .hasMessageContaining("line 4, streams.show.slate")
                .hasMessageContaining("cannot be shown");
    }

    @Test
    void aLadderThatIsNoneIsRefusedWithItsLine() {
        assertThatThrownBy(() -> parse("streams:\n  show:\n    ladder: 720p,huge\n"))
                .hasMessageContaining("line 3, streams.show.ladder")
                .hasMessageContaining("huge");
    }

    private static StreamFile parse(String text) throws MediaFormatException {
        return StreamFile.parse(text, FOLDER, UnaryOperator.identity());
    }

    @Test
    void guardsAreOfTheNodeAndOfEachStream() throws Exception {
        var file =
                parse(
                        """
                        play_jwks: https://id.example/keys
                        jwt_issuer: https://id.example
                        streams:
                          free:
                            play: anyone
                          paid:
                            play_secret: sixteen-characters
                            publish_url: https://x.example/may
                        """);
        assertThat(file.admittance().play())
                .contains(
                        new Guard.KeySet(
                                URI.create("https://id.example/keys"),
                                Optional.of("https://id.example")));
        var free = file.streams().getFirst().admittance();
        assertThat(free.play()).contains(new Guard.Anyone());
        var paid = file.streams().getLast().admittance();
        assertThat(paid.play()).contains(new Guard.Secret("sixteen-characters"));
        assertThat(paid.play().toString()).doesNotContain("sixteen");
        assertThat(paid.publish())
                .contains(new Guard.Question(URI.create("https://x.example/may")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "play_secret: short",
                "play_secret: sixteen-characters\nplay_url: https://x.example/",
                "play: anyone\nplay_url: https://x.example/",
                "play: nobody",
                "publish_jwks: ftp://x.example/",
            })
    void guardsThatMakeNoSenseAreRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void standInsHaveTheirTimes() throws Exception {
        var file =
                parse(
                        """
                        streams:
                          show:
                            failover: [a, b]
                            failover_after: 5s
                            slate: s.mp4
                            slate_limit: 12h
                        """);
        assertThat(file.streams().getFirst().standIns())
                .isEqualTo(
                        new StandIns(
                                List.of("a", "b"),
                                Optional.of(FOLDER.resolve("s.mp4")),
                                Duration.ofSeconds(5),
                                Duration.ofHours(12)));
    }
}
