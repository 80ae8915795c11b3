package dev.anabranch.kernel.gate;

import static dev.anabranch.kernel.gate.Asking.play;
import static dev.anabranch.kernel.gate.Asking.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbackGateTest {

    private final Asking.Server server = new Asking.Server();
    private final CallbackGate gate = new CallbackGate(server.address(), Duration.ofSeconds(10));

    @AfterEach
    void close() {
        gate.close();
        server.close();
    }

    @Test
    void asksWithAllItKnows() {
        assertThat(publish(gate, "live", "key", "user=me&pass=a%20b&token=t"))
                .isEqualTo("live/key");
        assertThat(server.asked())
                .containsExactly(
                        "POST {\"action\":\"publish\",\"protocol\":\"rtmp\",\"ip\":\"192.0.2.7\","
                                + "\"user_agent\":\"OBS\",\"app\":\"live\",\"stream\":\"key\","
                                + "\"path\":\"live/key\",\"query\":\"user=me&pass=a%20b&token=t\","
                                + "\"user\":\"me\",\"password\":\"a b\",\"token\":\"t\"}");
    }

    @Test
    void theAnswerMayNameTheStream() {
        server.answers(200, "{\"name\": \"show\"}");
        assertThat(publish(gate, "live", "key", "")).isEqualTo("live/show");
        server.answers(200, "{\"name\": \"../show\"}");
        assertThat(publish(gate, "live", "key", "")).isEqualTo("BAD_NAME");
        server.answers(201, "welcome");
        assertThat(play(gate, "live", "key", "")).isEqualTo("live/key");
    }

    @Test
    void everythingElseIsANo() {
        server.answers(403, "{}");
        assertThat(publish(gate, "live", "key", "")).isEqualTo("NOT_ALLOWED");
        server.answers(404, "");
        assertThat(publish(gate, "live", "key", "")).isEqualTo("UNKNOWN_STREAM");
        server.answers(500, "");
        assertThat(publish(gate, "live", "key", "")).isEqualTo("UNREACHABLE");
        server.answers(200, "x".repeat(CallbackGate.MAX_ANSWER_BYTES + 1));
        assertThat(publish(gate, "live", "key", "")).isEqualTo("UNREACHABLE");
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.answers(307, "");
        assertThat(publish(gate, "live", "key", "")).isEqualTo("UNREACHABLE");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void whoDoesNotAnswerInTimeIsUnreachable() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            try (var impatient = new CallbackGate(address, Duration.ofMillis(200))) {
                assertThat(publish(impatient, "live", "key", "")).isEqualTo("UNREACHABLE");
            }
        }
    }

    @Test
    void onlyWebAddressesAreAsked() {
        var file = URI.create("file:///etc/passwd");
        assertThatThrownBy(() -> new CallbackGate(file, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
