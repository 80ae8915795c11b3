package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Admission;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.media.MediaFormatException;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Publishes what one connection plays. Belongs to its event loop.
final class Intake implements ClientSession.Use {

    private static final long SILENT_NANOS = 30_000_000_000L;
    private static final int WATCH_SECONDS = 5;

    private final Reconnector owner;
    private final Kernel kernel;
    private final PublishRequest request;
    private final SentCounters counters;
    private final IngestCounters ingest = new IngestCounters();
    private @Nullable Connection wire;
    private @Nullable Publication publication;
    private @Nullable Depacketizer depacketizer;
    private @Nullable ScheduledFuture<?> watch;

    Intake(Reconnector owner, Kernel kernel, PublishRequest request, SentCounters counters) {
        this.owner = owner;
        this.kernel = kernel;
        this.request = request;
        this.counters = counters;
    }

    /// Our kernel is asked first: media that comes before its answer would be lost, and the codec
    /// configurations with it.
    @Override
    public void prepare(Connection connection, Runnable proceed) {
        wire = connection;
        var loop = connection.channel().eventLoop();
        kernel.publish(request)
                .whenComplete((admission, failure) ->
                        loop.execute(() -> answered(admission, failure, proceed)));
    }

    @Override
    public void started(Connection connection, int streamId, boolean hasMultitrack) {
        owner.flowing();
    }

    @Override
    public MessageBody media(Message message) {
        var current = depacketizer;
        if (current == null) {
            counters.drop();
            return MessageBody.IGNORED;
        }
        counters.frame(message.sizeBytes());
        return current.begin(message);
    }

    @Override
    public void metadata(Message message, ByteBuffer body) throws MediaFormatException {
        if (depacketizer != null) {
            depacketizer.metadata(message, body);
        }
    }

    @Override
    public void writable() {}

    @Override
    public void closed(CloseReason reason, String detail) {
        wire = null;
        depacketizer = null;
        if (publication != null) {
            publication.close();
        }
        if (watch != null) {
            watch.cancel(false);
        }
        owner.failed(detail.isEmpty() ? reason.toString() : reason + ": " + detail);
    }

    private void answered(
            @Nullable Admission<Publication> admission,
            @Nullable Throwable failure,
            Runnable proceed) {
        var connection = wire;
        switch (admission) {
            case Admission.Granted<Publication>(var granted) -> {
                if (connection == null || connection.isClosed()) {
                    granted.close();
                    return;
                }
                begin(connection, granted);
                proceed.run();
            }
            case Admission.Refused<Publication>(var reason, var message) ->
                    refused(reason + ": " + message);
            case null -> refused(String.valueOf(failure));
        }
    }

    private void begin(Connection connection, Publication granted) {
        publication = granted;
        depacketizer = new Depacketizer(granted, ingest);
        var loop = connection.channel().eventLoop();
        granted.onOver(why -> loop.execute(() -> owner.giveUp(why)));
        watch =
                loop.scheduleAtFixedRate(
                        this::watch, WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
    }

    private void refused(String why) {
        var connection = wire;
        if (connection != null) {
            connection.abort(CloseReason.REFUSED, why);
        }
    }

    private void watch() {
        var connection = wire;
        if (connection != null
                && owner.nanos().getAsLong() - connection.lastReadNanos() > SILENT_NANOS) {
            connection.abort(CloseReason.TIMED_OUT, "the server has fallen silent");
        }
    }
}
