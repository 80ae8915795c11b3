package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileBacked;
import dev.anabranch.packager.Slice;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.VertxConnection;
import java.io.IOException;

/// Sends the slices of a content over clear HTTP/1.1 without a copy in user space: sample bytes go
/// from the source's file by the kernel ([FileMessages]).
///
/// Vert.x can send one region of one file an answer; several regions, and bytes between them, go
/// through its connection's own write queue, so that they stay in order with the head and the end.
/// This is the one class that knows Vert.x from the inside. Runs on the event loop of the
/// connection.
final class FileRegions {

    /// Messages put in the queue at once; the next go when the last of these has been written.
    private static final int BATCH = 64;

    private final HttpServerRequest request;
    private final VertxConnection connection;
    private final FileMessages messages;
    private final Ending ending;

    /// What to do afterwards, once.
    interface Ending {
        void done();

        void failed(Throwable cause);
    }

    private FileRegions(HttpServerRequest request, FileMessages messages, Ending ending) {
        this.request = request;
        this.connection = (VertxConnection) request.connection();
        this.messages = messages;
        this.ending = ending;
    }

    /// Whether this connection and content can be served this way.
    static boolean canSend(HttpServerRequest request, Content content) {
        return !request.isSSL()
                && request.version() != HttpVersion.HTTP_2
                && request.connection() instanceof VertxConnection
                && content.slices().stream().allMatch(FileRegions::isPlain);
    }

    private static boolean isPlain(Slice slice) {
        return switch (slice) {
            case Slice.Memory memory -> true;
            case Slice.Range range -> range.source() instanceof FileBacked;
            case Slice.Generated generated -> false;
        };
    }

    /// Writes head and body and ends the answer.
    static void send(HttpServerRequest request, Excerpt excerpt, Ending ending) {
        var regions = new FileRegions(request, new FileMessages(excerpt), ending);
        request.response().writeHead();
        regions.writeBatch();
    }

    private void writeBatch() {
        try {
            Object message = messages.next();
            for (int i = 1; i < BATCH && !messages.isDone(); i++) {
                connection.writeToChannel(message);
                message = messages.next();
            }
            writeLast(message);
        } catch (IOException unmappable) {
            ending.failed(unmappable);
        }
    }

    private void writeLast(Object message) {
        var promise = connection.channel().newPromise();
        promise.addListener(written -> {
            if (!written.isSuccess()) {
                ending.failed(written.cause());
            } else if (messages.isDone()) {
                ending.done();
            } else {
                writeBatch();
            }
        });
        connection.writeToChannel(message, promise);
        if (messages.isDone()) {
            request.response().end();
        }
    }
}
