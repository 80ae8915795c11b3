package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.anabranch.kernel.BlockMemory;
import dev.anabranch.kernel.WireLog;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Sending allocates nothing for a message and a player: from the log to the channel's last handler
/// (the socket itself is Netty's).
class PlayerAllocationTest {

    private static final int PLAYERS = 20;
    private static final int MESSAGE_BYTES = 1_000;
    private static final int WARM_UP_MESSAGES = 20_000;
    private static final int MESSAGES = 50_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long now;

    @Test
    void fiftyThousandMessagesToTwentyPlayersAllocateNothing() {
        try (var memory = new BlockMemory(32 << 20);
                var log = new WireLog(memory.share(32 << 20), 4 << 20)) {
            log.entry(new byte[100]);
            publish(log);
            List<Player> players = new ArrayList<>();
            List<Drain> drains = new ArrayList<>();
            for (int i = 0; i < PLAYERS; i++) {
                var drain = new Drain();
                drains.add(drain);
                players.add(
                        new Player(
                                new EmbeddedChannel(drain),
                                log.reader(),
                                () -> now,
                                () -> {},
                                () -> {}));
            }
            long[] warmUp = {0};
            send(log, players, WARM_UP_MESSAGES, warmUp);
            drains.forEach(drain -> drain.bytes = 0);
            long[] allocated = {0};
            send(log, players, MESSAGES, allocated);

            assertThat(drains)
                    .allSatisfy(drain ->
                            assertThat(drain.bytes).isEqualTo((long) MESSAGES * MESSAGE_BYTES));
            assertThat(allocated[0]).isZero();
            players.forEach(Player::close);
        }
    }

    private void send(WireLog log, List<Player> players, int messages, long[] allocated) {
        for (int i = 0; i < messages; i++) {
            now += 1_000_000;
            if (i % 100 == 0) {
                log.entry(new byte[100]);
            }
            publish(log);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int k = 0; k < players.size(); k++) {
                players.get(k).pump();
            }
            allocated[0] += threads.getCurrentThreadAllocatedBytes() - before;
        }
    }

    private static void publish(WireLog log) {
        var room = log.room(MESSAGE_BYTES);
        if (room == null) {
            throw new AssertionError("no room");
        }
        room.fill((byte) 7);
        log.publish(MESSAGE_BYTES);
    }

    /// A socket that takes everything at once.
    private static final class Drain extends ChannelOutboundHandlerAdapter {

        private long bytes;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof ByteBuf buffer) {
                bytes += buffer.readableBytes();
                buffer.release();
            }
        }
    }
}
