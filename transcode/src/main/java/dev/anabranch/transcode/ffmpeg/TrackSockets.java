package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.process.RunFolder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A local socket for each track of a run, in a folder only its owner may enter, and a thread that
/// reads what comes there.
///
/// A child that is orphaned ends by itself: its sockets are gone with this process.
final class TrackSockets implements AutoCloseable {

    private final RunFolder folder;
    private final Map<Integer, ServerSocketChannel> servers = new LinkedHashMap<>();
    private final List<Thread> readers = new ArrayList<>();
    private final TrackSink sink;
    private final Runnable onFailure;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicInteger busy = new AtomicInteger();
    private @Nullable Exception failure; // guarded by this
    private boolean isFatal; // guarded by this

    /// @param onFailure called once when the sink throws or what comes cannot be read, by the
    ///   thread that finds it
    private TrackSockets(RunFolder folder, TrackSink sink, Runnable onFailure) {
        this.folder = folder;
        this.sink = sink;
        this.onFailure = onFailure;
    }

    static TrackSockets open(List<Integer> trackIds, TrackSink sink, Runnable onFailure)
            throws IOException {
        var sockets = new TrackSockets(RunFolder.open(), sink, onFailure);
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
        return folder.path().resolve(Integer.toString(trackId));
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
            var reader = new FragmentedTrackReader(in, trackId, offsetSeconds, new Guarded());
            try {
                reader.read();
            } catch (MediaFormatException | RuntimeException e) {
                // Of one that has ended its own status tells more; one that goes on may hang.
                keep(e, !reader.isAtEnd());
            }
        } catch (IOException e) {
            // The child learns of it by its broken pipe.
            keep(e, false);
        }
    }

    private void keep(Exception cause, boolean isFatal) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = cause;
            this.isFatal = isFatal;
        }
        if (isFatal) {
            onFailure.run();
        }
    }

    /// How many frames the sink has taken so far.
    long frames() {
        return frames.get();
    }

    /// Whether the child may have to wait, because the sink is at work.
    boolean isHoldingBack() {
        return busy.get() > 0;
    }

    /// Ends the waiting for tracks the child never opened, and waits until the others are read.
    /// Called when the child has ended.
    void awaitEnd() throws InterruptedException {
        for (int id : servers.keySet()) {
            // Comes behind the child's connection, which may not have been taken yet, or instead
            // of it: then there is a stream without a byte.
            try {
                SocketChannel.open(UnixDomainSocketAddress.of(path(id))).close();
            } catch (IOException closed) {
                // Closed meanwhile: nobody waits there any more.
            }
        }
        for (var reader : readers) {
            reader.join();
        }
    }

    /// What went wrong first, if anything.
    synchronized Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    /// The same, if the child was to be ended because of it.
    synchronized Optional<Exception> fatalFailure() {
        return isFatal ? failure() : Optional.empty();
    }

    /// The sink, which ends the child when it fails.
    private final class Guarded implements TrackSink {

        @Override
        public void track(IndexedTrack track) throws IOException {
            guarded(() -> sink.track(track));
        }

        @Override
        public void frame(Frame frame) throws IOException {
            guarded(() -> sink.frame(frame));
            frames.incrementAndGet();
        }

        @Override
        public void end(int trackId) throws IOException {
            guarded(() -> sink.end(trackId));
        }

        private void guarded(Call call) throws IOException {
            busy.incrementAndGet();
            try {
                call.run();
            } catch (IOException | RuntimeException e) {
                keep(e, true);
                throw e;
            } finally {
                busy.decrementAndGet();
            }
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        for (var server : servers.values()) {
            server.close();
        }
        folder.close();
    }
}
