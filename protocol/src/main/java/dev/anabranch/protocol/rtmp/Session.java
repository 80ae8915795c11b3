package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Admission;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One connection to our server: a publisher or a player. Belongs to its event loop.
final class Session implements Role {

    /// What a session needs of its listener.
    ///
    /// @param closed told when the session is gone, with the reason and the detail
    record Surroundings(
            Kernel kernel, Relays relays, Limits limits, LongSupplier nanos, Closed closed) {}

    /// Hears of the end of a session, on its event loop.
    interface Closed {
        void session(Session session, CloseReason reason, String detail);
    }

    /// What a session is doing.
    enum Use {
        CONNECTING,
        /// The kernel is asked whether it may.
        ASKING,
        PUBLISHING,
        PLAYING
    }

    private static final String LEVEL_STATUS = "status";
    private static final String LEVEL_ERROR = "error";

    /// What a peer that is being closed has to read the last words.
    private static final long CLOSING_NANOS = 5_000_000_000L;

    private final Surroundings surroundings;
    private final String protocol;
    private final String address;
    private final long openedNanos;
    private final IngestCounters ingest = new IngestCounters();

    private @Nullable Connection connection;
    private @Nullable Publication publication;
    private @Nullable Depacketizer depacketizer;
    private Relays.@Nullable Seat seat;

    /// Written by the event loop, read by the sweep.
    private volatile Use use = Use.CONNECTING;

    private boolean isConnected;
    private String app = "";
    private boolean knowsMultitrack;
    private String program = "";
    private int streams;
    private String streamName = "";

    Session(Surroundings surroundings, String protocol, String address) {
        this.surroundings = surroundings;
        this.protocol = protocol;
        this.address = address;
        openedNanos = surroundings.nanos().getAsLong();
    }

    /// The connection it talks over; set once, before anything comes.
    void attach(Connection wire) {
        connection = wire;
    }

    Connection connection() {
        return Objects.requireNonNull(connection, "not attached");
    }

    String address() {
        return address;
    }

    Use use() {
        return use;
    }

    IngestCounters ingest() {
        return ingest;
    }

    long sentBytes() {
        var current = seat;
        return current == null ? 0 : current.player().sentBytes();
    }

    /// Whether it must be closed now, and why. Called by the sweep, on any thread.
    @Nullable CloseReason overdue(long nowNanos) {
        var limits = surroundings.limits();
        if (connection().closingNanos(nowNanos) > CLOSING_NANOS) {
            return CloseReason.TIMED_OUT;
        }
        return switch (use) {
            case CONNECTING, ASKING ->
                    nowNanos - openedNanos > limits.handshake().toNanos()
                            ? CloseReason.TIMED_OUT
                            : null;
            case PUBLISHING ->
                    nowNanos - connection().lastReadNanos() > limits.idle().toNanos()
                            ? CloseReason.TIMED_OUT
                            : null;
            case PLAYING -> {
                var current = seat;
                boolean isStuck =
                        current != null
                                && current.player().waitingNanos(nowNanos)
                                        > limits.idle().toNanos();
                yield isStuck ? CloseReason.TOO_SLOW : null;
            }
        };
    }

    @Override
    public void opened() {}

    @Override
    public void received(long total) throws MediaFormatException {
        boolean isKnown = use == Use.PUBLISHING || use == Use.PLAYING;
        int most = surroundings.limits().unauthenticatedBytes();
        if (!isKnown && total > most) {
            throw MediaFormatException.limit("", "bytes before publish or play", total, most);
        }
    }

    @Override
    public MessageBody media(Message message) {
        var current = depacketizer;
        return current == null ? MessageBody.IGNORED : current.begin(message);
    }

    @Override
    public void metadata(Message message, ByteBuffer body) throws MediaFormatException {
        if (depacketizer != null) {
            depacketizer.metadata(message, body);
        }
    }

    @Override
    public void command(Message message, Command command) throws MediaFormatException {
        if (!isConnected && !command.name().equals("connect")) {
            throw MediaFormatException.malformed(
                    "command " + command.name(), "it comes before connect");
        }
        switch (command.name()) {
            case "connect" -> connect(command);
            case "createStream" -> createStream(command);
            case "publish" -> publish(message, command);
            case "play" -> play(message, command);
            case "deleteStream", "closeStream" -> stop(command);
            default -> SessionAnswers.other(connection(), message, command);
        }
        connection().flush();
    }

    @Override
    public void writable() {
        if (seat != null) {
            seat.player().pump();
        }
    }

    @Override
    public void closed(CloseReason reason, String detail) {
        unpublish();
        if (seat != null) {
            seat.player().close();
            surroundings.relays().leave(seat);
        }
        surroundings.closed().session(this, reason, detail);
    }

    private void connect(Command command) throws MediaFormatException {
        if (isConnected) {
            throw MediaFormatException.malformed("command connect", "it comes twice");
        }
        isConnected = true;
        app = command.object().member("app").text().orElse("");
        knowsMultitrack = Capabilities.hasMultitrack(command.object());
        program = command.object().member("flashVer").text().orElse("");
        var wire = connection();
        wire.write(
                MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE,
                0,
                Control.number(Connection.WINDOW_BYTES));
        wire.write(
                MessageType.SET_PEER_BANDWIDTH, 0, Control.peerBandwidth(Connection.WINDOW_BYTES));
        wire.announceChunks();
        boolean isAmf3 = command.object().member("objectEncoding").number().orElse(0) == 3;
        reply(
                Command.result(
                        command.transaction(),
                        Capabilities.server(),
                        Capabilities.connected(isAmf3)));
    }

    private void createStream(Command command) {
        streams++;
        reply(
                Command.result(
                        command.transaction(), AmfValue.Null.VALUE, new AmfValue.Num(streams)));
    }

    private void publish(Message message, Command command) throws MediaFormatException {
        idle(command);
        var path = path(command);
        var request = new PublishRequest(path.app(), path.stream(), path.query(), peer());
        ask(
                surroundings.kernel().publish(request),
                granted -> published(message.streamId(), granted),
                no -> refuse(message.streamId(), SessionAnswers.publishCode(no.reason()), no));
    }

    private StreamPath path(Command command) {
        var path = StreamPath.of(app, command.argument(0).text().orElse(""));
        streamName = path.stream();
        return path;
    }

    private void published(int streamId, Publication granted) {
        publication = granted;
        depacketizer = new Depacketizer(granted, ingest);
        use = Use.PUBLISHING;
        var loop = connection().channel().eventLoop();
        granted.onOver(why -> loop.execute(() -> cutOff(streamId, why)));
        var wire = connection();
        wire.write(MessageType.USER_CONTROL, 0, Control.user(Control.STREAM_BEGIN, streamId));
        wire.write(
                streamId, Command.onStatus(LEVEL_STATUS, "NetStream.Publish.Start", "Publishing"));
    }

    private void cutOff(int streamId, String why) {
        var wire = connection();
        wire.write(streamId, Command.onStatus(LEVEL_STATUS, "NetStream.Unpublish.Success", why));
        wire.close(CloseReason.REPLACED, streamName + ": " + why);
    }

    private void play(Message message, Command command) throws MediaFormatException {
        idle(command);
        // All players get the same bytes, in which the message stream is 1.
        if (message.streamId() != StreamEncoder.STREAM_ID) {
            throw MediaFormatException.unsupported(
                    "command play", "message stream " + message.streamId() + " is not 1");
        }
        var path = path(command);
        var request = new PlayRequest(path.app(), path.stream(), path.query(), peer());
        ask(
                surroundings.kernel().play(request),
                stream ->
                        playing(
                                new Relays.Program(
                                        stream, TrackChoice.of(path.query(), knowsMultitrack))),
                no -> refuse(message.streamId(), SessionAnswers.playCode(no.reason()), no));
    }

    private void playing(Relays.Program chosen) {
        var wire = connection();
        int id = StreamEncoder.STREAM_ID;
        wire.write(MessageType.USER_CONTROL, 0, Control.user(Control.STREAM_BEGIN, id));
        wire.write(id, Command.onStatus(LEVEL_STATUS, "NetStream.Play.Reset", "Playing"));
        wire.write(id, Command.onStatus(LEVEL_STATUS, "NetStream.Play.Start", "Playing"));
        wire.write(
                MessageType.DATA_AMF0,
                id,
                Amf0Writer.write(
                        new AmfValue.Text("|RtmpSampleAccess"),
                        new AmfValue.Bool(true),
                        new AmfValue.Bool(true)));
        wire.flush();
        wire.readLittle();
        use = Use.PLAYING;
        seat =
                surroundings
                        .relays()
                        .join(
                                chosen,
                                reader ->
                                        new Player(
                                                wire.channel(),
                                                reader,
                                                surroundings.nanos(),
                                                this::ended,
                                                this::tooSlow));
    }

    private void ended() {
        var wire = connection();
        int id = StreamEncoder.STREAM_ID;
        wire.write(MessageType.USER_CONTROL, 0, Control.user(Control.STREAM_EOF, id));
        wire.write(id, Command.onStatus(LEVEL_STATUS, "NetStream.Play.UnpublishNotify", "Over"));
        wire.write(id, Command.onStatus(LEVEL_STATUS, "NetStream.Play.Stop", "Over"));
        wire.close(CloseReason.ENDED, streamName);
    }

    private void tooSlow() {
        connection().abort(CloseReason.TOO_SLOW, streamName);
    }

    /// Asks the kernel while nothing more is read, and goes on here.
    private <T> void ask(
            CompletionStage<Admission<T>> answer,
            Consumer<T> granted,
            Consumer<Admission.Refused<T>> refused) {
        use = Use.ASKING;
        var wire = connection();
        wire.channel().config().setAutoRead(false);
        var loop = wire.channel().eventLoop();
        answer.whenComplete((admission, failure) ->
                loop.execute(() -> {
                    var told =
                            admission != null
                                    ? admission
                                    : new Admission.Refused<T>(Refusal.UNREACHABLE, "try later");
                    answered(told, granted, refused);
                }));
    }

    private <T> void answered(
            Admission<T> told, Consumer<T> granted, Consumer<Admission.Refused<T>> refused) {
        var wire = connection();
        switch (told) {
            case Admission.Granted<T>(T value) -> {
                if (wire.isClosed()) {
                    giveBack(value);
                    return;
                }
                granted.accept(value);
                wire.channel().config().setAutoRead(true);
            }
            case Admission.Refused<T> no -> refused.accept(no);
        }
        wire.flush();
    }

    private static void giveBack(Object granted) {
        if (granted instanceof Publication late) {
            late.close();
        }
    }

    private void refuse(int streamId, String code, Admission.Refused<?> refused) {
        var wire = connection();
        wire.write(streamId, Command.onStatus(LEVEL_ERROR, code, refused.message()));
        wire.close(CloseReason.REFUSED, refused.reason() + ": " + refused.message());
    }

    private void stop(Command command) {
        SessionAnswers.result(connection(), command);
        if (publication != null || seat != null) {
            unpublish();
            connection().close(CloseReason.PEER_LEFT, streamName);
        }
    }

    private void unpublish() {
        if (publication != null) {
            publication.close();
            publication = null;
            depacketizer = null;
        }
    }

    private void reply(Command command) {
        connection().write(0, command);
    }

    private void idle(Command command) throws MediaFormatException {
        if (use != Use.CONNECTING) {
            throw MediaFormatException.unsupported(
                    "command " + command.name(), "the connection has a stream already");
        }
    }

    private Peer peer() {
        return new Peer(protocol, address, program);
    }
}
