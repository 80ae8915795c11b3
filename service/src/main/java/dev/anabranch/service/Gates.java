package dev.anabranch.service;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.gate.CallbackGate;
import dev.anabranch.kernel.gate.JwtGate;
import dev.anabranch.kernel.gate.JwtRules;
import dev.anabranch.kernel.gate.KeySetAddress;
import dev.anabranch.kernel.gate.OpenGate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The gates that guards of the configuration stand for: one for each, however many streams name
/// it, made when first asked and closed when no longer named. Thread-safe.
public final class Gates implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Map<Guard, Opened> opened = new ConcurrentHashMap<>();

    /// @param source what has a connection to be closed
    private record Opened(Gate gate, AutoCloseable source) {}

    public Gates(InstantSource clock) {
        this.clock = clock;
    }

    public Gate of(Guard guard) {
        return opened.computeIfAbsent(guard, this::open).gate();
    }

    private Opened open(Guard guard) {
        return switch (guard) {
            case Guard.Anyone _ -> new Opened(new OpenGate(), () -> {});
            case Guard.Secret secret -> new Opened(secret.tokens(clock), () -> {});
            case Guard.KeySet set -> {
                var keys = new KeySetAddress(set.address(), TIMEOUT, clock);
                var usual = JwtRules.DEFAULT;
                var rules =
                        new JwtRules(
                                set.issuer(),
                                usual.publishAudience(),
                                usual.playAudience(),
                                usual.algorithms(),
                                usual.leeway());
                yield new Opened(new JwtGate(keys, rules, clock), keys);
            }
            case Guard.Question question -> {
                var gate = new CallbackGate(question.address(), TIMEOUT);
                yield new Opened(gate, gate);
            }
        };
    }

    /// Closes those that no one of `named` stands for. Who is being asked then counts as not to be
    /// reached.
    public void retain(Collection<Guard> named) {
        for (var guard : opened.keySet()) {
            if (!named.contains(guard)) {
                close(guard);
            }
        }
    }

    private void close(Guard guard) {
        var gone = opened.remove(guard);
        if (gone == null) {
            return;
        }
        try {
            gone.source().close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        opened.keySet().forEach(this::close);
    }
}
