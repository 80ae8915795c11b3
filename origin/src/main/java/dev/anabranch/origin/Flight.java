package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileBacked;
import dev.anabranch.packager.GatheringSink;
import dev.anabranch.packager.Slice;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One segment being made, in memory, followed by all who asked for it meanwhile.
///
/// The maker is one virtual thread; it publishes each piece by moving `filled` on. Followers read
/// only below it, and are told whenever it has moved. The memory is counted: the flight holds it
/// once for its maker and each follower holds it while it sends.
final class Flight {

    private static final int TELL_BYTES = 512 * 1024;

    private final BlockPool pool;
    private final int sizeBytes;
    private final Blocks memory;
    private final Holds holds = new Holds();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    /// Written by the maker after the bytes below it, read by followers before they read those.
    private volatile int filled;

    private volatile @Nullable Throwable failure;

    /// Of what the followers were not told; the maker's own.
    private int untold;

    Flight(BlockPool pool, int sizeBytes) {
        this.pool = pool;
        this.sizeBytes = sizeBytes;
        this.memory = new Blocks(pool, sizeBytes);
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /// One more who sends from the memory; `false` when it is gone already.
    boolean hold() {
        return holds.retain();
    }

    void release() {
        if (holds.release()) {
            memory.release();
        }
    }

    /// Calls `progress` after each step from now on; it must not block.
    void follow(Runnable progress) {
        followers.add(progress);
    }

    void leave(Runnable progress) {
        followers.remove(progress);
    }

    /// The next bytes from `at` on, at most `mostBytes`, all below [#filled()]; lent to whoever
    /// holds the flight.
    ByteBuf slice(int at, int mostBytes) {
        return memory.slice(at, mostBytes);
    }

    int filled() {
        return filled;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /// Makes the segment on this thread. A failure is told to the followers, not thrown.
    void make(Content content) {
        var window = pool.take();
        try {
            var sink = new GatheringSink(window.nioBuffer(0, BlockPool.BLOCK_BYTES), new Landing());
            content.writeTo(sink);
            sink.flush();
            if (filled < sizeBytes) {
                throw new EOFException("made=" + filled + " promised=" + sizeBytes);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // No memory outside the heap is an Error, and followers wait for whatever it was.
            failure = e;
        } finally {
            pool.giveBack(window);
        }
        tell();
    }

    /// Where the made bytes go.
    private final class Landing implements Slice.Sink {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            append(bytes);
        }

        @Override
        public void transfer(Slice.Range range) throws IOException {
            if (!(range.source() instanceof FileBacked file)) {
                Slice.Sink.super.transfer(range);
                return;
            }
            for (long done = 0; done < range.sizeBytes(); ) {
                var room = room();
                room.limit(
                        (int) Math.min(room.limit(), room.position() + range.sizeBytes() - done));
                int count = file.channel().read(room, range.position() + done);
                if (count <= 0) {
                    throw new EOFException("position=" + (range.position() + done));
                }
                done += count;
                advance(count);
            }
        }
    }

    private void append(ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            var room = room();
            int count = Math.min(piece.remaining(), room.remaining());
            room.put(piece.slice(piece.position(), count));
            piece.position(piece.position() + count);
            advance(count);
        }
    }

    private ByteBuffer room() throws IOException {
        if (filled == sizeBytes) {
            throw new IOException("made more than promised=" + sizeBytes);
        }
        return memory.room(filled);
    }

    /// Followers are woken for the first bytes and then for every half mebibyte: to wake them costs
    /// more than to make the bytes of a packet.
    private void advance(int count) {
        int before = filled; // this thread alone writes it
        boolean isFirst = before == 0;
        filled = before + count;
        untold += count;
        if (filled < sizeBytes && (isFirst || untold >= TELL_BYTES)) {
            tell();
        }
    }

    private void tell() {
        untold = 0;
        for (var follower : followers) {
            follower.run();
        }
    }
}
