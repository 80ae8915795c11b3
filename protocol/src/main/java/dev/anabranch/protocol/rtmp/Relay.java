package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.MemoryShare;
import dev.anabranch.kernel.Subscription;
import dev.anabranch.kernel.WireLog;
import dev.anabranch.kernel.WireReader;
import io.netty.channel.EventLoop;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream for all its RTMP players of one choice: reads it once, encodes it once into a
/// [WireLog], and wakes the players, one task for each event loop.
///
/// The encoding belongs to one event loop; players belong to their own.
final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /// What players may be behind by before they skip.
    private static final long WINDOW_BYTES = 4 << 20;

    /// Frames encoded before other work of the loop gets its turn.
    private static final int BATCH_FRAMES = 64;

    /// Without pictures for so long, sound is something to begin with.
    private static final int SOUND_ONLY_MILLIS = 2000;

    private static final int SOUND_ENTRY_MILLIS = 1000;

    private final LiveStream stream;
    private final EventLoop loop;
    private final LongSupplier nanos;
    private final WireLog log;
    private final StreamEncoder encoder;
    private final CopyOnWriteArrayList<LoopPlayers> players = new CopyOnWriteArrayList<>();
    private final Runnable drain = this::drain;

    private @Nullable Subscription subscription;
    private long lastEntryMillis = Long.MIN_VALUE / 2;
    private long lastPictureMillis = Long.MIN_VALUE / 2;

    /// A message was lost for want of memory: only an entry makes sense again.
    private boolean isBroken;

    private boolean isOver;

    /// Written by the encoding loop, read by those who join.
    private volatile boolean hasEnded;

    Relay(
            LiveStream stream,
            TrackChoice choice,
            EventLoop loop,
            MemoryShare memory,
            LongSupplier nanos) {
        this.stream = stream;
        this.nanos = nanos;
        this.loop = loop;
        log = new WireLog(memory, WINDOW_BYTES);
        encoder =
                StreamEncoder.forPlayers(
                        new ChunkWriter(ChunkWriter.CHUNK_BYTES), new LogSink(), choice);
    }

    /// Begins to read the stream.
    void start() {
        loop.execute(() -> {
            subscription = stream.subscribe(() -> loop.execute(drain));
            drain();
        });
    }

    /// Leaves the stream; players that are still there find nothing more.
    void close() {
        loop.execute(() -> {
            isOver = true;
            if (subscription != null) {
                subscription.close();
            }
            log.close();
        });
    }

    WireReader reader() {
        return log.reader();
    }

    /// Whether the stream is over: who comes now needs another relay.
    boolean hasEnded() {
        return hasEnded;
    }

    /// Has `player` woken from now on; called on the player's event loop.
    void add(Player player) {
        of(player.channel().eventLoop()).add(player);
        player.pump();
    }

    /// Called on the player's event loop.
    void remove(Player player) {
        of(player.channel().eventLoop()).remove(player);
    }

    private LoopPlayers of(EventLoop playersLoop) {
        for (var some : players) {
            if (some.loop().equals(playersLoop)) {
                return some;
            }
        }
        synchronized (players) {
            for (var some : players) {
                if (some.loop().equals(playersLoop)) {
                    return some;
                }
            }
            var some = new LoopPlayers(playersLoop, nanos);
            players.add(some);
            return some;
        }
    }

    private void drain() {
        var source = subscription;
        if (source == null || isOver) {
            return;
        }
        try {
            for (int i = 0; i < BATCH_FRAMES; i++) {
                if (!source.next()) {
                    wake();
                    return;
                }
                take(source);
            }
            source.rest();
        } catch (RuntimeException e) {
            LOG.error("RTMP players of {} are left: a fault of ours", stream.name(), e);
            isOver = true;
            source.close();
            end();
            wake();
            return;
        }
        wake();
        loop.execute(drain);
    }

    private void take(Subscription source) {
        switch (source.kind()) {
            case TRACK -> encoder.track(source.track());
            case FRAME -> frame(source);
            case DISCONTINUITY -> encoder.forgetTracks();
            case END -> end();
        }
    }

    private void end() {
        hasEnded = true;
        log.end();
    }

    private void frame(Subscription source) {
        var media =
                new StreamEncoder.Media(
                        source.trackId(),
                        source.dtsTicks(),
                        source.ptsTicks(),
                        source.isKeyframe());
        long timestamp = encoder.timestamp(media);
        boolean isLeading = encoder.isLeading(media.trackId());
        if (isLeading) {
            lastPictureMillis = timestamp;
        }
        boolean isEntry = isLeading ? media.isKeyframe() : isSoundEntry(media, timestamp);
        if (isBroken && !isEntry) {
            return;
        }
        encoder.sendChangedConfigurations(timestamp);
        if (isEntry) {
            lastEntryMillis = timestamp;
            log.entry(encoder.preamble(timestamp));
        }
        var payload = source.block().bytes().asSlice(source.offset(), source.sizeBytes());
        isBroken = !encoder.frame(media, payload);
    }

    private boolean isSoundEntry(StreamEncoder.Media media, long timestamp) {
        return encoder.isSent(media.trackId())
                && timestamp - lastEntryMillis >= SOUND_ENTRY_MILLIS
                && (!encoder.hasVideo() || timestamp - lastPictureMillis >= SOUND_ONLY_MILLIS);
    }

    private void wake() {
        for (var some : players) {
            some.wake();
        }
    }

    /// Writes messages into the log.
    private final class LogSink implements StreamEncoder.Sink {

        private int roomBytes;

        @Override
        public @Nullable MemorySegment room(int sizeBytes) {
            roomBytes = sizeBytes;
            return log.room(sizeBytes);
        }

        @Override
        public void publish() {
            log.publish(roomBytes);
        }
    }
}
