package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One connection to another server: says what it wants and waits until it may. Belongs to its
/// event loop.
///
/// ```
/// connect -> _result; [releaseStream, FCPublish,] createStream -> _result;
/// publish or play -> onStatus NetStream.Publish.Start or NetStream.Play.Start
/// ```
final class ClientSession implements Role {

    /// What the connection is for, once it may.
    interface Use {

        /// The server has a message stream for us; `proceed` asks it for the media, on the event
        /// loop.
        void prepare(Connection wire, Runnable proceed);

        /// Media may flow.
        ///
        /// @param hasMultitrack whether the server knows multitrack
        void started(Connection wire, int streamId, boolean hasMultitrack);

        MessageBody media(Message message);

        void metadata(Message message, ByteBuffer body) throws MediaFormatException;

        void writable();

        void closed(CloseReason reason, String detail);
    }

    private static final int CONNECT = 1;
    private static final int RELEASE = 2;
    private static final int FC_PUBLISH = 3;
    private static final int CREATE = 4;
    private static final int START = 5;

    /// Milliseconds of buffer a player says it has; servers hardly look at it.
    private static final int BUFFER_MILLIS = 1000;

    private static final int SET_BUFFER_LENGTH = 3;

    private final Address target;
    private final boolean isPublisher;
    private final Use use;
    private @Nullable Connection connection;
    private int streamId;
    private boolean hasMultitrack;
    private boolean isStarted;

    ClientSession(Address target, boolean isPublisher, Use use) {
        this.target = target;
        this.isPublisher = isPublisher;
        this.use = use;
    }

    void attach(Connection wire) {
        connection = wire;
    }

    @Override
    public void opened() {
        var wire = wire();
        wire.announceChunks();
        wire.write(0, command("connect", CONNECT, Capabilities.client(target, isPublisher)));
        wire.flush();
    }

    @Override
    public MessageBody media(Message message) {
        return isStarted ? use.media(message) : MessageBody.IGNORED;
    }

    @Override
    public void metadata(Message message, ByteBuffer body) throws MediaFormatException {
        if (isStarted) {
            use.metadata(message, body);
        }
    }

    @Override
    public void received(long total) {}

    @Override
    public void command(Message message, Command command) {
        switch (command.name()) {
            case "_result" -> result(command);
            case "_error" -> error(command);
            case "onStatus" -> status(command.argument(0));
            case "close" -> wire().close(CloseReason.PEER_LEFT, "the server says close");
            default -> SessionAnswers.result(wire(), command);
        }
        wire().flush();
    }

    @Override
    public void writable() {
        if (isStarted) {
            use.writable();
        }
    }

    @Override
    public void closed(CloseReason reason, String detail) {
        use.closed(reason, detail);
    }

    /// Says goodbye, as far as there was a stream.
    void leave() {
        var wire = wire();
        if (isStarted && isPublisher) {
            wire.write(0, command("FCUnpublish", START + 1, AmfValue.Null.VALUE, name()));
        }
        if (streamId > 0) {
            wire.write(
                    0,
                    command(
                            "deleteStream",
                            START + 2,
                            AmfValue.Null.VALUE,
                            new AmfValue.Num(streamId)));
        }
        wire.leave(CloseReason.SHUTDOWN, "stopped");
    }

    private void result(Command command) {
        int transaction = (int) command.transaction();
        if (transaction == CONNECT) {
            connected(command);
        } else if (transaction == CREATE) {
            streamId = (int) command.argument(0).number().orElse(StreamEncoder.STREAM_ID);
            use.prepare(wire(), this::start);
        }
    }

    private void connected(Command command) {
        hasMultitrack =
                Capabilities.hasMultitrack(command.object())
                        || Capabilities.hasMultitrack(command.argument(0));
        var wire = wire();
        if (isPublisher) {
            wire.write(0, command("releaseStream", RELEASE, AmfValue.Null.VALUE, name()));
            wire.write(0, command("FCPublish", FC_PUBLISH, AmfValue.Null.VALUE, name()));
        } else {
            wire.write(
                    MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE,
                    0,
                    Control.number(Connection.WINDOW_BYTES));
        }
        wire.write(0, command("createStream", CREATE, AmfValue.Null.VALUE));
    }

    private void start() {
        var wire = wire();
        if (isPublisher) {
            var live = new AmfValue.Text("live");
            wire.write(streamId, command("publish", START, AmfValue.Null.VALUE, name(), live));
            wire.flush();
            return;
        }
        wire.write(
                streamId, command("play", 0, AmfValue.Null.VALUE, name(), new AmfValue.Num(-2000)));
        var buffer =
                ByteBuffer.allocate(10)
                        .putShort((short) SET_BUFFER_LENGTH)
                        .putInt(streamId)
                        .putInt(BUFFER_MILLIS);
        wire.write(MessageType.USER_CONTROL, 0, buffer.array());
        wire.flush();
    }

    private void error(Command command) {
        int transaction = (int) command.transaction();
        // Servers without these two commands say so, and publish all the same.
        if (transaction != RELEASE && transaction != FC_PUBLISH) {
            refused(command.argument(0));
        }
    }

    private void status(AmfValue status) {
        String code = status.member("code").text().orElse("");
        switch (code) {
            case "NetStream.Publish.Start" -> begin();
            case "NetStream.Play.Start", "NetStream.Play.PublishNotify" -> begin();
            case "NetStream.Play.UnpublishNotify",
                    "NetStream.Play.Stop",
                    "NetStream.Play.Complete",
                    "NetStream.Unpublish.Success" ->
                    wire().close(CloseReason.ENDED, said(code, status));
            default -> {
                if (status.member("level").text().orElse("").equals("error")) {
                    refused(status);
                }
            }
        }
    }

    private void begin() {
        if (!isStarted) {
            isStarted = true;
            use.started(wire(), streamId, hasMultitrack);
        }
    }

    private void refused(AmfValue status) {
        String code = status.member("code").text().orElse("refused");
        wire().close(CloseReason.REFUSED, said(code, status));
    }

    private static String said(String code, AmfValue status) {
        String description = status.member("description").text().orElse("");
        return description.isEmpty() ? code : code + ": " + description;
    }

    private AmfValue name() {
        return new AmfValue.Text(target.stream());
    }

    private static Command command(
            String name, int transaction, AmfValue object, AmfValue... arguments) {
        return new Command(name, transaction, object, List.of(arguments));
    }

    private Connection wire() {
        var wire = connection;
        if (wire == null) {
            throw new IllegalStateException("not attached");
        }
        return wire;
    }
}
