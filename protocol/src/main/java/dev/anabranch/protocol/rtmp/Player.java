package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.WireReader;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.function.LongSupplier;

/// Sends a stream's [dev.anabranch.kernel.WireLog] to one connection. Belongs to the connection's
/// event loop.
///
/// One run is under way at a time: what comes meanwhile is one longer run afterwards. So small
/// writes happen while the socket keeps up, large ones when it does not, and nothing queues.
// Netty tells failures of writes to exceptionCaught, and of closes nobody can do anything about.
@SuppressWarnings("FutureReturnValueIgnored")
final class Player {

    /// Skips within the same [#SKIP_MEMORY_NANOS] a player survives.
    private static final int MAX_SKIPS = 10;

    private static final long SKIP_MEMORY_NANOS = 60_000_000_000L;

    private final Channel channel;
    private final WireReader reader;
    private final LongSupplier nanos;
    private final Runnable ended;
    private final Runnable tooSlow;
    private final RunView view = new RunView(this::sent);
    private final Runnable pump = this::pump;
    private boolean isPumping;
    private boolean isOver;
    private long sentBytes;
    private int countedSkips;
    private int recentSkips;
    private long recentSince;

    /// Written by the event loop, read by the sweep: since when a run is under way, 0 when none is.
    private volatile long waitingSinceNanos;

    /// @param ended runs when all has been sent and nothing will come
    /// @param tooSlow runs when the player had to skip too often
    Player(
            Channel channel,
            WireReader reader,
            LongSupplier nanos,
            Runnable ended,
            Runnable tooSlow) {
        this.channel = channel;
        this.reader = reader;
        this.nanos = nanos;
        this.ended = ended;
        this.tooSlow = tooSlow;
    }

    Channel channel() {
        return channel;
    }

    /// Sends what is there.
    void pump() {
        if (isPumping) {
            return;
        }
        isPumping = true;
        try {
            while (!isOver && !view.isShown() && channel.isWritable()) {
                boolean hasEnded = reader.hasEnded();
                if (!reader.next()) {
                    finish(hasEnded);
                    return;
                }
                send();
            }
        } finally {
            isPumping = false;
        }
    }

    /// How long the socket has not taken the current run; 0 when it has.
    long waitingNanos(long nowNanos) {
        long since = waitingSinceNanos;
        return since == 0 ? 0 : nowNanos - since;
    }

    long sentBytes() {
        return sentBytes;
    }

    long skippedBytes() {
        return reader.skippedBytes();
    }

    /// The connection is gone.
    void close() {
        isOver = true;
        if (!view.isShown()) {
            reader.close();
        }
    }

    private void finish(boolean hasEnded) {
        if (hasEnded) {
            isOver = true;
            ended.run();
        }
    }

    private void send() {
        var preamble = reader.takePreamble();
        if (preamble != null) {
            channel.write(Unpooled.wrappedBuffer(preamble), channel.voidPromise());
        }
        int size = reader.sizeBytes();
        view.show(reader.bytes(), reader.offset(), size);
        sentBytes += size;
        channel.writeAndFlush(view, channel.voidPromise());
        if (view.isShown()) {
            waitingSinceNanos = Math.max(1, nanos.getAsLong());
        }
        if (reader.skips() != countedSkips) {
            judgeSkips();
        }
    }

    private void judgeSkips() {
        long now = nanos.getAsLong();
        if (now - recentSince > SKIP_MEMORY_NANOS) {
            recentSince = now;
            recentSkips = 0;
        }
        recentSkips += reader.skips() - countedSkips;
        countedSkips = reader.skips();
        if (recentSkips > MAX_SKIPS) {
            isOver = true;
            tooSlow.run();
        }
    }

    /// The run was written, or the connection is gone.
    private void sent() {
        reader.sent();
        waitingSinceNanos = 0;
        if (isOver) {
            reader.close();
            return;
        }
        if (!isPumping) {
            channel.eventLoop().execute(pump);
        }
    }
}
