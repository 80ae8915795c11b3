package dev.anabranch.origin;

import dev.anabranch.packager.Content;
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

    private static final int PIECE_BYTES = 128 * 1024;

    private final int sizeBytes;
    private final Holds holds = new Holds();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    /// Written by the maker after the bytes below it, read by followers before they read those.
    private volatile int filled;

    private volatile @Nullable Throwable failure;

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
        try {
            memory = ByteBufAllocator.DEFAULT.directBuffer(sizeBytes, sizeBytes);
            for (var slice : content.slices()) {
                switch (slice) {
                    case Slice.Memory memory -> append(memory.bytes().duplicate());
                    case Slice.Range range -> read(range);
                    case Slice.Generated generated -> generated.generator().writeTo(this::append);
                }
            }
            if (filled < sizeBytes) {
                throw new EOFException("made=" + filled + " promised=" + sizeBytes);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // No memory outside the heap is an Error, and followers wait for whatever it was.
            failure = e;
        }
        tell();
    }

    private void read(Slice.Range range) throws IOException {
        long done = 0;
        while (done < range.sizeBytes()) {
            var count = (int) Math.min(PIECE_BYTES, range.sizeBytes() - done);
            range.source().read(range.position() + done, bytes().nioBuffer(filled, count));
            done += count;
            advance(count);
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

    private void advance(int count) {
        filled = filled + count;
        if (filled < sizeBytes) {
            tell();
        }
    }

    private void tell() {
        for (var follower : followers) {
            follower.run();
        }
    }
}
