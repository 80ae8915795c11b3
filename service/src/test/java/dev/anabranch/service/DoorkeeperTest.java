package dev.anabranch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorkeeperTest {

    private static final Instant NOW = Instant.parse("2026-11-26T11:00:00Z");

    private StreamRegistry registry;
    private PublishPolicy policy = PublishPolicy.LOCAL;
    private Doorkeeper door;

    @BeforeEach
    void declareStreams() throws Exception {
        registry =
                StreamRegistry.load(
                        StreamStore.NONE,
                        new StreamRegistry.Listener() {
                            @Override
                            public void declared(StreamEntry entry) {}

                            @Override
                            public void removed(StreamEntry entry) {}
                        },
                        loaded -> {});
        var file =
                StreamFile.parse(
                        """
                        streams:
                          studio:
                            stream_key: sk_studio-key
                          open:
                        """,
                        Path.of("/"),
                        UnaryOperator.identity());
        registry.configure(file.streams(), NOW);
        door = keeper(registry);
    }

    @ParameterizedTest
    @CsvSource({
        "KEYS, 192.0.2.7, sk_studio-key, '', studio",
        "LOCAL, 192.0.2.7, sk_studio-key, '', studio",
        "KEYS, 192.0.2.7, studio, key=sk_studio-key, studio",
        "KEYS, 192.0.2.7, studio, a=1&key=sk_studio-key, studio",
        "LOCAL, 127.0.0.1, open, '', open",
        "LOCAL, 127.0.0.1, anything, '', anything",
        "LOCAL, 127.3.2.1, anything, '', anything",
        "LOCAL, ::1, anything, '', anything",
        "LOCAL, 0:0:0:0:0:0:0:1, anything, '', anything",
        "LOCAL, ::ffff:127.0.0.1, anything, '', anything",
        "ANYONE, 192.0.2.7, anything, '', anything",
    })
    void letsIn(PublishPolicy policy, String address, String key, String query, String stream) {
        this.policy = policy;

        assertThat(publish("live", key, query, address))
                .isEqualTo(new Verdict.Allowed(new StreamName("live", stream)));
    }

    @ParameterizedTest
    @CsvSource({
        "KEYS, 127.0.0.1, open, '', NOT_ALLOWED",
        "KEYS, 127.0.0.1, anything, '', NOT_ALLOWED",
        "LOCAL, 192.0.2.7, anything, '', NOT_ALLOWED",
        "LOCAL, 192.0.2.7, open, '', NOT_ALLOWED",
        "LOCAL, localhost, anything, '', NOT_ALLOWED",
        "LOCAL, 127.0.0.1, studio, '', NOT_ALLOWED",
        "ANYONE, 127.0.0.1, studio, key=sk_another-key, NOT_ALLOWED",
        "ANYONE, 127.0.0.1, studio, 'KEY=sk_studio-key', NOT_ALLOWED",
        "LOCAL, 127.0.0.1, sk_studio-kez, '', UNKNOWN_STREAM",
        "ANYONE, 127.0.0.1, .., '', BAD_NAME",
        "ANYONE, 127.0.0.1, a/b, '', BAD_NAME",
        "ANYONE, 127.0.0.1, '', '', BAD_NAME",
    })
    void turnsAway(PublishPolicy policy, String address, String key, String query, Refusal reason) {
        this.policy = policy;

        assertThat(publish("live", key, query, address))
                .isInstanceOfSatisfying(
                        Verdict.Denied.class,
                        denied -> {
                            assertThat(denied.reason()).isEqualTo(reason);
                            assertThat(denied.message()).doesNotContain("sk_studio");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Live", "live/x", "app"})
    void thereIsOneApplication(String app) {
        assertThat(publish(app, "sk_studio-key", "", "127.0.0.1"))
                .isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void aDisabledStreamIsSaidToBe() throws Exception {
        var definition = registry.find("studio").orElseThrow().definition();
        var api =
                StreamRegistry.load(
                        StreamStore.NONE,
                        new StreamRegistry.Listener() {
                            @Override
                            public void declared(StreamEntry entry) {}

                            @Override
                            public void removed(StreamEntry entry) {}
                        },
                        loaded -> {});
        api.create(StreamEntry.created(NOW, definition).withEnabled(false));
        var closed =
                new Doorkeeper(
                        () -> api, () -> PublishPolicy.ANYONE, () -> Admittance.USUAL, gates::of);

        assertThat(
                        closed.publish(request("live", "sk_studio-key", "", "127.0.0.1"))
                                .toCompletableFuture()
                                .join())
                .isInstanceOfSatisfying(
                        Verdict.Denied.class,
                        denied -> assertThat(denied.reason()).isEqualTo(Refusal.DISABLED));
    }

    @Test
    void whatWeFetchOurselvesComesInWhateverThePolicy() {
        policy = PublishPolicy.KEYS;

        var own = door.ownRequest(new StreamName("live", "studio"));

        assertThat(door.publish(own).toCompletableFuture().join())
                .isEqualTo(new Verdict.Allowed(new StreamName("live", "studio")));
        assertThat(keeper(registry).publish(own).toCompletableFuture().join())
                .isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void anotherGateDecidesAboutThoseWithoutAKeyOfOurs() {
        var gate = asking(asked("guest"));
        assertThat(ask(gate, "any-key-of-theirs"))
                .isEqualTo(new Verdict.Allowed(new StreamName("live", "guest")));
        assertThat(ask(gate, "sk_studio-key"))
                .isEqualTo(new Verdict.Allowed(new StreamName("live", "studio")));
        assertThat(ask(gate, "studio")).isInstanceOf(Verdict.Denied.class);
        assertThat(gate.publishGuard("studio")).as("no token would open it").isEmpty();
        assertThat(gate.publishGuard("open")).isPresent();

        var badly = asking(asked("-"));
        assertThat(ask(badly, "any-key-of-theirs")).isInstanceOf(Verdict.Denied.class);
    }

    private final Gates gates = new Gates(() -> NOW);

    private Doorkeeper keeper(StreamRegistry streams) {
        return new Doorkeeper(() -> streams, () -> policy, () -> Admittance.USUAL, gates::of);
    }

    private Doorkeeper asking(Gate gate) {
        var question = new Guard.Question(URI.create("http://localhost/"));
        var node = new Admittance(Optional.empty(), Optional.of(question), Optional.empty());
        return new Doorkeeper(() -> registry, () -> policy, () -> node, guard -> gate);
    }

    private static Verdict ask(Gate gate, String key) {
        return gate.publish(request("live", key, "", "192.0.2.7")).toCompletableFuture().join();
    }

    /// Lets everybody publish one stream.
    private static Gate asked(String name) {
        return new Gate() {
            @Override
            public CompletionStage<Verdict> publish(PublishRequest request) {
                return CompletableFuture.completedFuture(
                        new Verdict.Allowed(new StreamName("live", name)));
            }

            @Override
            public CompletionStage<Verdict> play(PlayRequest request) {
                throw new AssertionError("nobody asked");
            }
        };
    }

    @Test
    void everybodyMayPlayByNameAndNobodyByKey() {
        assertThat(play("studio")).isEqualTo(new Verdict.Allowed(new StreamName("live", "studio")));
        assertThat(play("sk_studio-key"))
                .isEqualTo(new Verdict.Allowed(new StreamName("live", "sk_studio-key")));
        assertThat(play("../x")).isInstanceOf(Verdict.Denied.class);
    }

    private Verdict play(String name) {
        return door.play(new PlayRequest("live", name, "", new Peer("rtmp", "192.0.2.7", "")))
                .toCompletableFuture()
                .join();
    }

    private Verdict publish(String app, String key, String query, String address) {
        return door.publish(request(app, key, query, address)).toCompletableFuture().join();
    }

    private static PublishRequest request(String app, String key, String query, String address) {
        return new PublishRequest(app, key, query, new Peer("rtmp", address, ""));
    }
}
