package dev.anabranch.kernel.gate;

import static dev.anabranch.kernel.gate.Asking.play;
import static dev.anabranch.kernel.gate.Asking.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.kernel.StreamName;
import org.junit.jupiter.api.Test;

class StreamKeysTest {

    private static final StreamName SHOW = new StreamName("live", "show");

    private final StreamKeys keys = new StreamKeys();

    @Test
    void aKeyStandsForItsStream() {
        keys.set(SHOW, "s3cret-key");
        assertThat(publish(keys, "live", "s3cret-key", "")).isEqualTo("live/show");
        assertThat(publish(keys, "live", "show", "key=s3cret-key")).isEqualTo("live/show");
        assertThat(play(keys, "live", "show", "")).isEqualTo("live/show");
    }

    @Test
    void theNameAloneIsNoKey() {
        keys.set(SHOW, "s3cret-key");
        assertThat(publish(keys, "live", "show", "")).isEqualTo("NOT_ALLOWED");
        assertThat(publish(keys, "live", "other", "key=s3cret-key")).isEqualTo("NOT_ALLOWED");
        assertThat(publish(keys, "other", "s3cret-key", "")).isEqualTo("NOT_ALLOWED");
        assertThat(publish(keys, "live", "s3cret-ke", "")).isEqualTo("NOT_ALLOWED");
        assertThat(publish(keys, "live", "x".repeat(2000), "")).isEqualTo("NOT_ALLOWED");
        assertThat(play(keys, "live", "a/b", "")).isEqualTo("BAD_NAME");
    }

    @Test
    void aNewKeyMakesTheOldOneUseless() {
        keys.set(SHOW, "first");
        keys.set(SHOW, "second");
        assertThat(publish(keys, "live", "first", "")).isEqualTo("NOT_ALLOWED");
        assertThat(publish(keys, "live", "second", "")).isEqualTo("live/show");
        keys.remove(SHOW);
        assertThat(publish(keys, "live", "second", "")).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void twoStreamsDoNotShareAKey() {
        keys.set(SHOW, "first");
        keys.set(SHOW, "first");
        var other = new StreamName("live", "other");
        assertThatThrownBy(() -> keys.set(other, "first"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("live/show");
    }

    @Test
    void anOpenGateRefusesOnlyBadNames() {
        var open = new OpenGate();
        assertThat(publish(open, "live", "show", "")).isEqualTo("live/show");
        assertThat(publish(open, "live", "..", "")).isEqualTo("BAD_NAME");
        assertThat(publish(open, "", "show", "")).isEqualTo("BAD_NAME");
        assertThat(play(open, "live", "x".repeat(128), "")).startsWith("live/x");
        assertThat(play(open, "live", "x".repeat(129), "")).isEqualTo("BAD_NAME");
    }

    @Test
    void publishersAndPlayersMayBeJudgedByDifferentGates() {
        keys.set(SHOW, "first");
        var split = new SplitGate(new OpenGate(), keys);
        assertThat(publish(split, "live", "show", "")).isEqualTo("live/show");
        assertThat(play(split, "live", "show", "")).isEqualTo("live/show");
    }
}
