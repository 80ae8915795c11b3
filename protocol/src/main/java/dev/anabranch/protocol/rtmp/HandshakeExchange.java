package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One side's way through the [Handshake], byte by byte. Belongs to its connection's event loop.
final class HandshakeExchange {

    private enum Step {
        /// The version and the other side's first packet.
        FIRST,
        /// Its second packet, whose content is not checked: some programs send anything.
        SECOND,
        DONE
    }

    private final boolean isServer;
    private final Handshake.Kind kind;
    private final RandomGenerator random;
    private Step step = Step.FIRST;
    private byte @Nullable [] packet = new byte[1 + Handshake.PACKET_BYTES];
    private int filled;
    private int secondRest = Handshake.PACKET_BYTES;

    private HandshakeExchange(boolean isServer, Handshake.Kind kind, RandomGenerator random) {
        this.isServer = isServer;
        this.kind = kind;
        this.random = random;
    }

    static HandshakeExchange server(RandomGenerator random) {
        return new HandshakeExchange(true, Handshake.Kind.SIMPLE, random);
    }

    /// @param kind of the first packet
    static HandshakeExchange client(Handshake.Kind kind, RandomGenerator random) {
        return new HandshakeExchange(false, kind, random);
    }

    /// What to send first; null for a server.
    @Nullable ByteBuf begin(ByteBufAllocator allocator) {
        return isServer ? null : copy(Handshake.hello(kind, random), allocator);
    }

    boolean isDone() {
        return step == Step.DONE;
    }

    /// Takes bytes of the handshake from `in`, none after them.
    ///
    /// @return what to send now, null when nothing
    @Nullable ByteBuf take(ByteBuf in, ByteBufAllocator allocator) throws MediaFormatException {
        ByteBuf answer = null;
        if (step == Step.FIRST) {
            answer = first(in, allocator);
        }
        if (step == Step.SECOND) {
            int bytes = Math.min(secondRest, in.readableBytes());
            in.skipBytes(bytes);
            secondRest -= bytes;
            if (secondRest == 0) {
                step = Step.DONE;
            }
        }
        return answer;
    }

    private @Nullable ByteBuf first(ByteBuf in, ByteBufAllocator allocator)
            throws MediaFormatException {
        var bytes = packet;
        if (bytes == null || !in.isReadable()) {
            return null;
        }
        if (filled == 0) {
            Handshake.checkVersion(in.getUnsignedByte(in.readerIndex()));
        }
        int count = Math.min(bytes.length - filled, in.readableBytes());
        in.readBytes(bytes, filled, count);
        filled += count;
        if (filled < bytes.length) {
            return null;
        }
        step = Step.SECOND;
        packet = null;
        var theirs = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
        return copy(
                isServer
                        ? Handshake.answer(theirs, random)
                        : Handshake.acknowledgement(theirs, random),
                allocator);
    }

    private static ByteBuf copy(byte[] bytes, ByteBufAllocator allocator) {
        return allocator.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
    }
}
