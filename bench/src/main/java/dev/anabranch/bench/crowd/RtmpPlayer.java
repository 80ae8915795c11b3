package dev.anabranch.bench.crowd;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One player: says hello, asks for the stream, and reads. Those that are looked at closely put the
/// messages together and look at the numbers in the pictures; the others count bytes. All on one
/// thread.
final class RtmpPlayer {

    private static final int ANSWER_BYTES = 1 + 2 * RtmpWords.HANDSHAKE_BYTES;
    private static final int VIDEO = 9;

    /// What all players share.
    ///
    /// @param delays from a picture's sending to its arrival, of players looked at closely
    /// @param joins from the connection to the first whole keyframe
    record Watch(RtmpAddress address, RtmpSource source, Delays delays, Delays joins) {}

    private final Watch watch;
    private final SocketChannel channel;
    private final long startNanos = System.nanoTime();
    private final @Nullable ChunkReader close;
    private final SelectionKey key;
    private int toSkip = ANSWER_BYTES;
    private boolean hasAsked;
    private int lastNumber = -1;
    private long bytes;
    private long missing;
    private boolean hasJoined;

    /// @param isClose whether it is looked at closely
    RtmpPlayer(Watch watch, Selector selector, boolean isClose) throws IOException {
        this.watch = watch;
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(watch.address.socket());
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(RtmpWords.hello()));
        close = isClose ? new ChunkReader(this::message) : null;
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /// Reads what is there.
    ///
    /// @throws IOException when the server has ended the connection
    void read(ByteBuffer room) throws IOException {
        int count = channel.read(room.clear());
        if (count < 0) {
            throw new IOException("the server closed the connection after " + bytes + " bytes");
        }
        room.flip();
        int skipped = Math.min(toSkip, count);
        toSkip -= skipped;
        room.position(skipped);
        if (toSkip > 0) {
            return;
        }
        if (!hasAsked) {
            hasAsked = true;
            channel.write(ByteBuffer.wrap(new byte[RtmpWords.HANDSHAKE_BYTES]));
            channel.write(ByteBuffer.wrap(RtmpWords.play(watch.address)));
        }
        bytes += room.remaining();
        if (close != null) {
            close.read(room);
        }
    }

    /// Stops reading, as a player whose machine sleeps.
    void freeze() {
        key.interestOps(0);
    }

    long bytes() {
        return bytes;
    }

    /// Pictures that never came although later ones did.
    long missing() {
        return missing;
    }

    boolean hasJoined() {
        return hasJoined || close == null && bytes > RtmpWords.CHUNK_BYTES;
    }

    private void message(int type, byte[] body, int sizeBytes) {
        int number = type == VIDEO ? Stamp.last(body, 0, Math.min(sizeBytes, 64)) : -1;
        if (number < 0) {
            return;
        }
        long now = System.nanoTime();
        if (hasJoined) {
            watch.delays.add(now - watch.source.sentNanos(number));
            missing += Math.max(0, number - lastNumber - 1);
        } else {
            watch.joins.add(now - startNanos);
            hasJoined = true;
        }
        lastNumber = number;
    }

    void close() throws IOException {
        channel.close();
    }
}
