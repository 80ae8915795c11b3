package dev.anabranch.cli;

import dev.anabranch.media.ByteSource;
import dev.anabranch.packager.check.Part;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// A resource of an HTTP server, of which only what is asked for is fetched, by ranges of
/// [#BLOCK_BYTES]. Used by one thread.
final class RemoteSource implements ByteSource {

    static final int BLOCK_BYTES = 256 << 10;

    private static final int MAX_BLOCKS = 64;

    private final HttpResources server;
    private final String address;
    private final long sizeBytes;
    private final Map<Long, byte[]> blocks =
            new LinkedHashMap<>(MAX_BLOCKS, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
                    return size() > MAX_BLOCKS;
                }
            };

    /// @throws CommandException when it is not there, or its size is not told
    RemoteSource(HttpResources server, String address) throws IOException, CommandException {
        this.server = server;
        this.address = address;
        var head = server.fetch(new Part(address, 0, BLOCK_BYTES));
        if (head.isEmpty()) {
            throw new CommandException(
                    ExitCode.NOT_FOUND, address + ": the server has no such resource");
        }
        if (head.get().resourceBytes() < 0) {
            throw new CommandException(
                    ExitCode.INPUT_NOT_USABLE,
                    address + ": the server does not say how large it is; fetch the file first");
        }
        sizeBytes = head.get().resourceBytes();
        var first = head.get().bytes();
        if (first.length != Math.min(BLOCK_BYTES, sizeBytes)) {
            throw cameShort(address);
        }
        blocks.put(0L, first);
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void read(long position, ByteBuffer destination) throws IOException {
        if (position + destination.remaining() > sizeBytes) {
            throw new EOFException(address + ": position=" + position + " sizeBytes=" + sizeBytes);
        }
        if (destination.remaining() > BLOCK_BYTES) {
            destination.put(fetch(position, destination.remaining()));
            return;
        }
        long at = position;
        while (destination.hasRemaining()) {
            var block = block(at / BLOCK_BYTES);
            int from = (int) (at % BLOCK_BYTES);
            int count = Math.min(destination.remaining(), block.length - from);
            destination.put(block, from, count);
            at += count;
        }
    }

    private byte[] block(long number) throws IOException {
        var known = blocks.get(number);
        if (known != null) {
            return known;
        }
        long from = number * BLOCK_BYTES;
        var block = fetch(from, (int) Math.min(BLOCK_BYTES, sizeBytes - from));
        blocks.put(number, block);
        return block;
    }

    private byte[] fetch(long from, int length) throws IOException {
        var part = server.fetch(new Part(address, from, length));
        if (part.isEmpty() || part.get().bytes().length != length) {
            throw part.isEmpty() ? new IOException(address + " is gone") : cameShort(address);
        }
        return part.get().bytes();
    }

    private static IOException cameShort(String address) {
        return new IOException(address + ": the server sent less of a range than it has");
    }
}
