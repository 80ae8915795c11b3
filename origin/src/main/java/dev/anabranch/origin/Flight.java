package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileBacked;
import dev.anabranch.packager.GatheringSink;
import dev.anabranch.packager.Slice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One segment being made, in memory of its full size, followed by all who asked for it meanwhile.
///
/// The maker is one virtual thread; it publishes each piece by moving `filled` on. Followers read
/// only below it, and are told whenever it has moved. The memory is counted: the flight holds it
/// once for its maker and each follower holds it while it sends.
final class Flight {

    private static final int PIECE_BYTES = 256 * 1024;
    private static final int TELL_BYTES = 512 * 1024;

    private final int sizeBytes;
    private final Holds holds = new Holds();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    /// Written by the maker after the bytes below it, read by followers before they read those.
    private volatile int filled;

    private volatile @Nullable Throwable failure;

    /// Of what the followers were not told; the maker's own.
    private int untold;

    /// Set by the maker before it moves `filled` for the first time.
    private volatile @Nullable ByteBuf memory;

    Flight(int sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /// One more who sends from the memory; `false` when it is gone already.
    boolean hold() {
        return holds.retain();
    }

    void release() {
        var bytes = memory;
        if (holds.release() && bytes != null) {
            bytes.release();
        }
    }

    /// Calls `progress` after each step from now on; it must not block.
    void follow(Runnable progress) {
        followers.add(progress);
    }

    void leave(Runnable progress) {
        followers.remove(progress);
    }

    /// The memory; readable below [#filled()] to whoever holds the flight, and there as soon as
    /// that is not 0.
    ByteBuf bytes() {
        return Objects.requireNonNull(memory);
    }

    int filled() {
        return filled;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /// Makes the segment on this thread. A failure is told to the followers, not thrown.
    void make(Content content) {
        var window = ByteBufAllocator.DEFAULT.directBuffer(PIECE_BYTES, PIECE_BYTES);
        try {
            memory = ByteBufAllocator.DEFAULT.directBuffer(sizeBytes, sizeBytes);
            var sink = new GatheringSink(window.nioBuffer(0, PIECE_BYTES), new Landing());
            content.writeTo(sink);
            sink.flush();
            if (filled < sizeBytes) {
                throw new EOFException("made=" + filled + " promised=" + sizeBytes);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // No memory outside the heap is an Error, and followers wait for whatever it was.
            failure = e;
        } finally {
            window.release();
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
                int wanted = (int) Math.min(PIECE_BYTES, range.sizeBytes() - done);
                int count =
                        bytes().setBytes(filled, file.channel(), range.position() + done, wanted);
                if (count <= 0) {
                    throw new EOFException("position=" + (range.position() + done));
                }
                done += count;
                advance(count);
            }
        }
    }

    private void append(ByteBuffer piece) throws IOException {
        var count = piece.remaining();
        if (count > sizeBytes - filled) {
            throw new IOException("made more than promised=" + sizeBytes);
        }
        // A view of our own: `setBytes` may go through one that the buffer shares with its readers.
        bytes().nioBuffer(filled, count).put(piece);
        advance(count);
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
