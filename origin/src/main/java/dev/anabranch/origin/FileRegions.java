package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileBacked;
import dev.anabranch.packager.Slice;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.VertxConnection;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/// Sends the slices of a content over clear HTTP/1.1 with the kernel's `sendfile`: headers from
/// memory, sample bytes straight from the source's file.
///
/// Vert.x can send one region of one file an answer; several regions, and bytes between them, go
/// through its connection's own write queue, so that they stay in order with the head and the end.
/// This is the one class that knows Vert.x from the inside. Runs on the event loop of the
/// connection.
final class FileRegions {

    /// Regions put in the queue at once; the next go when the last of these has been written.
    private static final int BATCH = 128;

    private final HttpServerRequest request;
    private final VertxConnection connection;
    private final List<Excerpt.Cut> cuts;
    private final Ending ending;
    private int next;

    /// What to do afterwards, once.
    interface Ending {
        void done();

        void failed(Throwable cause);
    }

    private FileRegions(HttpServerRequest request, List<Excerpt.Cut> cuts, Ending ending) {
        this.request = request;
        this.connection = (VertxConnection) request.connection();
        this.cuts = cuts;
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
        var cuts = new ArrayList<Excerpt.Cut>();
        excerpt.cuts().forEach(cut -> cuts.addAll(cut.split(Pieces.MAXIMUM_BYTES)));
        var regions = new FileRegions(request, cuts, ending);
        request.response().writeHead();
        regions.writeBatch();
    }

    private void writeBatch() {
        var end = Math.min(cuts.size(), next + BATCH);
        while (next < end - 1) {
            connection.writeToChannel(message(cuts.get(next++)));
        }
        var promise = connection.channel().newPromise();
        promise.addListener(written -> {
            if (!written.isSuccess()) {
                ending.failed(written.cause());
            } else if (next < cuts.size()) {
                writeBatch();
            } else {
                ending.done();
            }
        });
        writeLast(promise);
    }

    private void writeLast(ChannelPromise promise) {
        connection.writeToChannel(message(cuts.get(next++)), promise);
        if (next == cuts.size()) {
            request.response().end();
        }
    }

    private static Object message(Excerpt.Cut cut) {
        return switch (cut.slice()) {
            case Slice.Memory memory -> Unpooled.wrappedBuffer(cut.memory(memory));
            case Slice.Range range ->
                    new LentRegion(
                            ((FileBacked) range.source()).channel(),
                            range.position() + cut.skip(),
                            cut.sizeBytes());
            case Slice.Generated generated ->
                    throw new IllegalStateException("generated slices have no file");
        };
    }

    /// Netty closes the file of a region it has written; ours belongs to the presentation.
    private static final class LentRegion extends DefaultFileRegion {

        LentRegion(FileChannel file, long position, long count) {
            super(file, position, count);
        }

        @Override
        protected void deallocate() {}
    }
}
