package dev.anabranch.transcode;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A local socket for each track of a run, in a folder only its owner may enter, and a thread that
/// reads what comes there.
///
/// A child that is orphaned ends by itself: its sockets are gone with this process.
final class TrackSockets implements AutoCloseable {

    private final Path folder;
    private final Map<Integer, ServerSocketChannel> servers = new LinkedHashMap<>();
    private final List<Thread> readers = new ArrayList<>();
    private final TrackSink sink;
    private final Runnable onFailure;
    private @Nullable Exception failure; // guarded by this

    /// @param onFailure called once, by the thread that failed, when a track cannot be read or the
    ///   sink throws
    private TrackSockets(Path folder, TrackSink sink, Runnable onFailure) {
        this.folder = folder;
        this.sink = sink;
        this.onFailure = onFailure;
    }

    static TrackSockets open(List<Integer> trackIds, TrackSink sink, Runnable onFailure)
            throws IOException {
        // Made readable for its owner alone.
        var sockets = new TrackSockets(Files.createTempDirectory("ab-"), sink, onFailure);
        try {
            for (int id : trackIds) {
                var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                sockets.servers.put(id, server);
                server.bind(UnixDomainSocketAddress.of(sockets.path(id)));
            }
            return sockets;
        } catch (IOException | RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    /// Where the child is to write a track to.
    Path path(int trackId) {
        return folder.resolve(Integer.toString(trackId));
    }

    /// Starts to wait for the child.
    void read(long offsetSeconds) {
        servers.forEach((id, server) ->
                readers.add(
                        Thread.ofVirtual()
                                .name("track-" + id)
                                .start(() -> read(id, server, offsetSeconds))));
    }

    private void read(int trackId, ServerSocketChannel server, long offsetSeconds) {
        try (var connection = server.accept();
                var in = Channels.newInputStream(connection)) {
            new FragmentedTrackReader(in, trackId, offsetSeconds, sink).read();
        } catch (UncheckedIOException e) {
            var cause = e.getCause();
            fail(cause == null ? e : cause);
        } catch (IOException | MediaFormatException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception cause) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = cause;
        }
        onFailure.run();
    }

    /// Ends the waiting for tracks the child never opened, and waits until the others are read.
    /// Called when the child has ended.
    void awaitEnd() throws InterruptedException, IOException {
        for (int id : servers.keySet()) {
            // Comes behind the child's connection, which may not have been taken yet, or instead
            // of it: then there is a stream without a byte.
            SocketChannel.open(UnixDomainSocketAddress.of(path(id))).close();
        }
        for (var reader : readers) {
            reader.join();
        }
    }

    /// What went wrong first while reading, if anything.
    synchronized @Nullable Exception failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        for (var server : servers.values()) {
            server.close();
        }
        for (int id : servers.keySet()) {
            Files.deleteIfExists(path(id));
        }
        Files.deleteIfExists(folder);
    }
}
