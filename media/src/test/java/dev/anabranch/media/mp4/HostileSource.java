package dev.anabranch.media.mp4;

import dev.anabranch.media.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/// A source that goes wrong in one chosen way, and counts what is asked of it.
final class HostileSource implements ByteSource {

    /// The failure a reader must let through.
    static final class Injected extends IOException {

        private static final long serialVersionUID = 1L;

        Injected(int read) {
            super("injected at read " + read);
        }
    }

    private final byte[] bytes;
    private final int failingRead;
    private int reads;
    private long bytesRead;

    private HostileSource(byte[] bytes, int failingRead) {
        this.bytes = bytes;
        this.failingRead = failingRead;
    }

    /// Nothing goes wrong; reads are counted.
    static HostileSource counting(byte[] bytes) {
        return new HostileSource(bytes, -1);
    }

    /// Read number `failingRead`, from 0, throws [Injected].
    static HostileSource failing(byte[] bytes, int failingRead) {
        return new HostileSource(bytes, failingRead);
    }

    /// Only the first `length` bytes are there.
    static HostileSource truncated(byte[] bytes, int length) {
        return new HostileSource(Arrays.copyOf(bytes, length), -1);
    }

    /// `flips` bits between `from` and `to` are turned over.
    static HostileSource flipped(byte[] bytes, int from, int to, int flips, Random random) {
        var broken = bytes.clone();
        for (int i = 0; i < flips; i++) {
            broken[random.nextInt(from, to)] ^= (byte) (1 << random.nextInt(8));
        }
        return new HostileSource(broken, -1);
    }

    int reads() {
        return reads;
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public void read(long position, ByteBuffer destination) throws IOException {
        if (reads++ == failingRead) {
            throw new Injected(failingRead);
        }
        bytesRead += destination.remaining();
        if (position < 0 || position + destination.remaining() > bytes.length) {
            throw new EOFException("position=" + position + " of " + bytes.length);
        }
        destination.put(bytes, (int) position, destination.remaining());
    }
}
