package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends a feed to the server of one connection. Belongs to its event loop.
// Netty tells failures of writes to exceptionCaught, and of closes nobody can do anything about.
@SuppressWarnings("FutureReturnValueIgnored")
final class Feeder implements ClientSession.Use {

    /// What a server may leave unread before it counts as gone.
    private static final long STUCK_NANOS = 30_000_000_000L;

    private static final int WATCH_SECONDS = 5;

    /// Messages between two flushes at most.
    private static final int BATCH = 32;

    private final Reconnector owner;
    private final MediaFeed.Source source;
    private final SentCounters counters;
    private @Nullable MediaFeed feed;
    private @Nullable StreamEncoder encoder;
    private @Nullable Connection wire;
    private @Nullable ScheduledFuture<?> watch;
    private boolean hasBegun;
    private boolean hasPicture;
    private long unwritableSince;

    Feeder(Reconnector owner, MediaFeed.Source source, SentCounters counters) {
        this.owner = owner;
        this.source = source;
        this.counters = counters;
    }

    @Override
    public void prepare(Connection connection, Runnable proceed) {
        proceed.run();
    }

    @Override
    public void started(Connection connection, int streamId, boolean hasMultitrack) {
        wire = connection;
        var channel = connection.channel();
        encoder =
                StreamEncoder.forServer(
                        connection.writer(), new ChannelSink(channel), streamId, hasMultitrack);
        var loop = channel.eventLoop();
        feed = source.open(() -> loop.execute(this::drain));
        watch =
                loop.scheduleAtFixedRate(
                        this::watch, WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
        owner.flowing();
        drain();
    }

    @Override
    public MessageBody media(Message message) {
        return MessageBody.IGNORED;
    }

    @Override
    public void metadata(Message message, ByteBuffer body) {}

    @Override
    public void writable() {
        drain();
    }

    @Override
    public void closed(CloseReason reason, String detail) {
        wire = null;
        if (feed != null) {
            feed.close();
            feed = null;
        }
        if (watch != null) {
            watch.cancel(false);
        }
        owner.failed(detail.isEmpty() ? reason.toString() : reason + ": " + detail);
    }

    private void drain() {
        var connection = wire;
        var open = feed;
        if (connection == null || open == null || connection.isClosed()) {
            return;
        }
        var channel = connection.channel();
        boolean hasMore = true;
        while (hasMore && channel.isWritable()) {
            for (int i = 0; hasMore && i < BATCH; i++) {
                hasMore = take(open.next());
            }
            channel.flush();
        }
        unwritableSince = channel.isWritable() ? 0 : owner.nanos().getAsLong();
    }

    /// @return whether there may be more
    private boolean take(MediaFeed.@Nullable Event event) {
        var sink = encoder;
        if (event == null || sink == null) {
            return false;
        }
        switch (event) {
            case MediaFeed.Described(var track) -> sink.track(track);
            case MediaFeed.Sample(var frame) -> {
                try (frame) {
                    send(sink, frame);
                }
            }
            case MediaFeed.Gap() -> sink.forgetTracks();
            case MediaFeed.End(boolean isFinal) -> {
                if (isFinal) {
                    owner.finish();
                } else {
                    owner.rest();
                }
                return false;
            }
        }
        return true;
    }

    private void send(StreamEncoder sink, Frame frame) {
        var media =
                new StreamEncoder.Media(
                        frame.trackId(), frame.dtsTicks(), frame.ptsTicks(), frame.isKeyframe());
        if (sink.isLeading(media.trackId()) && media.isKeyframe()) {
            hasPicture = true;
        }
        boolean isLost =
                sink.isPicture(media.trackId())
                        ? !hasPicture
                        : !hasBegun && !sink.isSent(media.trackId());
        if (isLost) {
            counters.drop();
            return;
        }
        long timestamp = sink.timestamp(media);
        if (!hasBegun) {
            hasBegun = true;
            var connection = wire;
            if (connection != null) {
                var channel = connection.channel();
                channel.write(
                        Unpooled.wrappedBuffer(sink.preamble(timestamp)), channel.voidPromise());
            }
            sink.configurationsAreSent();
        }
        sink.sendChangedConfigurations(timestamp);
        long unsupported = sink.unsupportedFrames();
        sink.frame(media, frame.payload().bytes());
        if (sink.unsupportedFrames() > unsupported) {
            counters.drop();
        } else {
            counters.frame(frame.payload().bytes().byteSize());
        }
    }

    private void watch() {
        var connection = wire;
        if (connection == null || connection.channel().isWritable() || unwritableSince == 0) {
            return;
        }
        if (owner.nanos().getAsLong() - unwritableSince > STUCK_NANOS) {
            connection.abort(CloseReason.TOO_SLOW, "the server does not read");
        }
    }

    /// Each message in a buffer of its own, flushed by the one who drains.
    private static final class ChannelSink implements StreamEncoder.Sink {

        private final Channel channel;
        private @Nullable ByteBuf buffer;
        private int size;

        ChannelSink(Channel channel) {
            this.channel = channel;
        }

        @Override
        public MemorySegment room(int sizeBytes) {
            var fresh = channel.alloc().directBuffer(sizeBytes, sizeBytes);
            buffer = fresh;
            size = sizeBytes;
            return MemorySegment.ofBuffer(fresh.nioBuffer(0, sizeBytes));
        }

        @Override
        public void publish() {
            var filled = buffer;
            buffer = null;
            if (filled != null) {
                channel.write(filled.writerIndex(size), channel.voidPromise());
            }
        }
    }
}
