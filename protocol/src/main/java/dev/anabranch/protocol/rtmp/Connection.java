package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The wire of one connection, as server or client: handshake, chunks both ways, protocol control.
/// What the messages mean is up to its [Role]. Belongs to its event loop.
// Netty tells failures of writes to exceptionCaught, and of closes nobody can do anything about.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /// What we tell the other side to acknowledge after, and how much it should let us send.
    static final int WINDOW_BYTES = 2_500_000;

    /// Commands and metadata: more than any program sends.
    private static final int MAX_CONTROL_BYTES = 256 << 10;

    private static final int LITTLE_BYTES = 512;

    private final Limits limits;
    private final LongSupplier nanos;
    private final HandshakeExchange handshake;
    private final Role role;
    private final ChunkReader reader;

    private @Nullable ChannelHandlerContext context;
    private ChunkWriter writer = new ChunkWriter(ChunkReader.DEFAULT_CHUNK_BYTES);
    private boolean isOpen;
    private boolean isClosed;
    private long received;
    private long acknowledged;
    private long peerWindow = WINDOW_BYTES;

    /// Written by the event loop, read by the sweep that looks for silent peers.
    private volatile long lastReadNanos;

    /// When the close began, 0 before; for the same sweep: a peer that does not read what is still
    /// to be sent shall not keep the connection.
    private volatile long closingSinceNanos;

    private CloseReason closeReason = CloseReason.PEER_LEFT;
    private String closeDetail = "";

    Connection(Limits limits, LongSupplier nanos, HandshakeExchange handshake, Role role) {
        this.limits = limits;
        this.nanos = nanos;
        this.handshake = handshake;
        this.role = role;
        reader = new ChunkReader(this::begin, limits.messageSizeBytes());
        lastReadNanos = nanos.getAsLong();
    }

    Channel channel() {
        return context().channel();
    }

    long lastReadNanos() {
        return lastReadNanos;
    }

    /// How long the connection has been closing; 0 when it is not.
    long closingNanos(long nowNanos) {
        long since = closingSinceNanos;
        return since == 0 ? 0 : nowNanos - since;
    }

    /// Queues a message; [#flush] sends what is queued.
    void write(int type, int streamId, byte[] body) {
        if (!isClosed) {
            var message = new Message(type, 0, body.length, streamId);
            context()
                    .write(writer.write(message, body, context().alloc()), context().voidPromise());
        }
    }

    void write(int streamId, Command command) {
        write(MessageType.COMMAND_AMF0, streamId, command.toBytes());
    }

    void flush() {
        if (!isClosed) {
            context().flush();
        }
    }

    /// Announces larger chunks and uses them.
    void announceChunks() {
        write(MessageType.SET_CHUNK_SIZE, 0, Control.number(ChunkWriter.CHUNK_BYTES));
        writer = new ChunkWriter(ChunkWriter.CHUNK_BYTES);
    }

    /// From now on only commands and acknowledgements come: thousands of players shall not hold
    /// memory for more.
    void readLittle() {
        channel().config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(LITTLE_BYTES));
    }

    ChunkWriter writer() {
        return writer;
    }

    /// Ends the connection after what is queued has been sent.
    void close(CloseReason reason, String detail) {
        var ctx = context;
        if (beginsToClose(reason, detail) && ctx != null) {
            ctx.channel().config().setAutoRead(false);
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// Says that nothing follows after what is queued, and leaves the end to the other side: a
    /// socket that is closed while something comes in throws away what it has not sent yet.
    void leave(CloseReason reason, String detail) {
        if (isSecure() || !(channel() instanceof DuplexChannel duplex)) {
            close(reason, detail);
        } else if (beginsToClose(reason, detail)) {
            duplex.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> duplex.shutdownOutput());
        }
    }

    private boolean beginsToClose(CloseReason reason, String detail) {
        if (isClosed) {
            return false;
        }
        isClosed = true;
        closingSinceNanos = Math.max(1, nanos.getAsLong());
        closeReason = reason;
        closeDetail = detail;
        return true;
    }

    /// The goodbye of TLS is its own.
    private boolean isSecure() {
        return channel().pipeline().get(SslHandler.class) != null;
    }

    /// Ends the connection at once, also when the other side does not read.
    void abort(CloseReason reason, String detail) {
        if (!isClosed) {
            isClosed = true;
            closeReason = reason;
            closeDetail = detail;
        }
        var ctx = context;
        if (ctx != null) {
            ctx.close();
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var hello = handshake.begin(ctx.alloc());
        if (hello != null) {
            ctx.writeAndFlush(hello);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in) || isClosed) {
            ReferenceCountUtil.release(message);
            return;
        }
        try {
            received += in.readableBytes();
            role.received(received);
            take(ctx, in);
        } catch (MediaFormatException e) {
            close(reason(e), e.getMessage());
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        lastReadNanos = nanos.getAsLong();
        if (isOpen && received - acknowledged >= peerWindow) {
            acknowledged = received;
            write(MessageType.ACKNOWLEDGEMENT, 0, Control.number((int) received));
            ctx.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!isClosed && isOpen && ctx.channel().isWritable()) {
            role.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        isClosed = true;
        reader.close();
        role.closed(closeReason, closeDetail);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            abort(CloseReason.NETWORK, String.valueOf(cause.getMessage()));
            return;
        }
        if (cause instanceof DecoderException) {
            abort(CloseReason.MALFORMED, String.valueOf(cause.getMessage()));
            return;
        }
        LOG.error("RTMP connection fails by a fault of ours", cause);
        abort(CloseReason.INTERNAL, String.valueOf(cause));
    }

    private void take(ChannelHandlerContext ctx, ByteBuf in) throws MediaFormatException {
        if (!isOpen) {
            var answer = handshake.take(in, ctx.alloc());
            if (answer != null) {
                ctx.writeAndFlush(answer, ctx.voidPromise());
            }
            if (!handshake.isDone()) {
                return;
            }
            isOpen = true;
            role.opened();
        }
        reader.read(in);
    }

    private MessageBody begin(Message message) throws MediaFormatException {
        if (isClosed) {
            return MessageBody.IGNORED;
        }
        if (MessageType.isMedia(message.type())) {
            return role.media(message);
        }
        if (message.sizeBytes() > MAX_CONTROL_BYTES) {
            throw MediaFormatException.limit(
                    "message of type " + message.type(),
                    "size",
                    message.sizeBytes(),
                    MAX_CONTROL_BYTES);
        }
        return new ControlBody(message, this::control);
    }

    private void control(Message message, ByteBuffer body) throws MediaFormatException {
        if (isClosed) {
            return;
        }
        switch (message.type()) {
            case MessageType.SET_CHUNK_SIZE -> reader.chunkBytes(chunkBytes(number(body)));
            case MessageType.ABORT -> reader.abort(number(body));
            case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE ->
                    peerWindow = Math.max(1, number(body) & 0x7FFF_FFFF);
            case MessageType.SET_PEER_BANDWIDTH -> {
                write(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, 0, Control.number(WINDOW_BYTES));
                flush();
            }
            case MessageType.USER_CONTROL -> userControl(body);
            case MessageType.COMMAND_AMF0, MessageType.COMMAND_AMF3 ->
                    role.command(message, Command.parse(message.type(), body));
            case MessageType.DATA_AMF0, MessageType.DATA_AMF3 ->
                    role.metadata(message, Command.amf0(message.type(), body));
            default -> {
                // Acknowledgements, shared objects, and what is not known: nothing to do (5.4).
            }
        }
    }

    private void userControl(ByteBuffer body) {
        if (body.remaining() >= 6 && body.getShort() == Control.PING_REQUEST) {
            var answer = Control.user(Control.PING_RESPONSE, body.getInt());
            write(MessageType.USER_CONTROL, 0, answer);
            flush();
        }
    }

    private int chunkBytes(int size) throws MediaFormatException {
        if (size < 1) {
            throw MediaFormatException.malformed("set chunk size", "the size is " + size);
        }
        // A message cannot be longer than 24 bits say, whatever its chunks may be.
        if (size > limits.chunkSizeBytes() && limits.chunkSizeBytes() < Limits.MAX_CHUNK_BYTES) {
            throw MediaFormatException.limit(
                    "set chunk size", "chunk size", size, limits.chunkSizeBytes());
        }
        return Math.min(size, Limits.MAX_CHUNK_BYTES);
    }

    private static int number(ByteBuffer body) throws MediaFormatException {
        if (body.remaining() < 4) {
            throw MediaFormatException.malformed("protocol control message", "it is too short");
        }
        return body.getInt();
    }

    private static CloseReason reason(MediaFormatException e) {
        return switch (e.fault()) {
            case MALFORMED -> CloseReason.MALFORMED;
            case UNSUPPORTED -> CloseReason.UNSUPPORTED;
            case LIMIT -> CloseReason.LIMIT;
        };
    }

    private ChannelHandlerContext context() {
        var ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }
}
