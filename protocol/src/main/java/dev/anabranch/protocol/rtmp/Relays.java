package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.BlockMemory;
import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.WireReader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The relays of all streams that somebody plays. Thread-safe.
final class Relays {

    /// What one stream's messages may take at most: the longest group of pictures players can join.
    private static final long MAX_BYTES = 64 << 20;

    private static final class Shared {
        private final Relay relay;
        private int players;

        private Shared(Relay relay) {
            this.relay = relay;
        }
    }

    /// A player's place at a relay, to be given back by [#leave].
    record Seat(Program program, Relay relay, Player player) {}

    /// What is encoded once.
    record Program(LiveStream stream, TrackChoice choice) {}

    private final EventLoops loops;
    private final BlockMemory memory;
    private final LongSupplier nanos;
    private final Map<Program, Shared> relays = new HashMap<>();
    private final Map<Relay, Shared> byRelay = new HashMap<>();

    Relays(EventLoops loops, BlockMemory memory, LongSupplier nanos) {
        this.nanos = nanos;
        this.loops = loops;
        this.memory = memory;
    }

    /// Joins the relay of `program`, which the first player starts. Called on the player's event
    /// loop.
    Seat join(Program program, Function<WireReader, Player> player) {
        Relay relay;
        synchronized (relays) {
            var shared = relays.get(program);
            if (shared == null || shared.relay.hasEnded()) {
                shared = new Shared(relay(program));
                relays.put(program, shared);
                byRelay.put(shared.relay, shared);
                shared.relay.start();
            }
            shared.players++;
            relay = shared.relay;
        }
        var joined = player.apply(relay.reader());
        relay.add(joined);
        return new Seat(program, relay, joined);
    }

    private Relay relay(Program program) {
        return new Relay(
                program.stream(), program.choice(), loops.next(), memory.share(MAX_BYTES), nanos);
    }

    /// Leaves it; the last player closes it. Called on the player's event loop.
    void leave(Seat seat) {
        seat.relay().remove(seat.player());
        synchronized (relays) {
            var shared = byRelay.get(seat.relay());
            if (shared == null || --shared.players > 0) {
                return;
            }
            byRelay.remove(seat.relay());
            relays.remove(seat.program(), shared);
        }
        seat.relay().close();
    }
}
