package dev.anabranch.transcode.gstreamer;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TrackSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A port of this machine for each track of a run, and a thread that reads what comes there.
/// GStreamer writes to no sockets in the file system.
///
/// A port takes one connection and is closed then. Should another program of this machine be faster
/// than the child, the child is refused, and the run fails. A child that is orphaned ends by
/// itself: its sockets are gone with this process.
final class GstreamerSockets implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Map<Integer, ServerSocket> servers = new LinkedHashMap<>();
    private final List<Thread> readers = new ArrayList<>();
    private final TrackSink sink;
    private final Runnable onFailure;
    private volatile boolean hasBrokenOff; // a reader tells whoever waits
    private @Nullable Exception failure; // guarded by this

    private GstreamerSockets(TrackSink sink, Runnable onFailure) {
        this.sink = sink;
        this.onFailure = onFailure;
    }

    /// @param onFailure called once, by the thread that failed, when a track cannot be read or the
    ///   sink throws
    static GstreamerSockets open(List<Integer> trackIds, TrackSink sink, Runnable onFailure)
            throws IOException {
        var sockets = new GstreamerSockets(sink, onFailure);
        try {
            for (int id : trackIds) {
                var server = new ServerSocket();
                sockets.servers.put(id, server);
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            }
            return sockets;
        } catch (IOException | RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    /// Where the child is to write a track to.
    int port(int trackId) {
        var server = servers.get(trackId);
        if (server == null) {
            throw new IllegalArgumentException("trackId=" + trackId);
        }
        return server.getLocalPort();
    }

    /// Starts to wait for the child.
    void read(List<GdpTrackReader.Description> tracks) {
        for (var track : tracks) {
            var server = servers.get(track.trackId());
            if (server == null) {
                throw new IllegalArgumentException("trackId=" + track.trackId());
            }
            readers.add(
                    Thread.ofVirtual()
                            .name("track-" + track.trackId())
                            .start(() -> read(track, server)));
        }
    }

    private void read(GdpTrackReader.Description track, ServerSocket server) {
        try (var connection = accepted(server)) {
            if (connection == null) {
                return;
            }
            var in = new BufferedInputStream(connection.getInputStream(), BUFFER_BYTES);
            new GdpTrackReader(in, track, new GuardedSink()).read();
        } catch (MediaFormatException | RuntimeException e) {
            fail(e);
        } catch (IOException brokenOff) {
            // The child has ended within this track, which its status tells, or the sink threw,
            // which is kept.
            hasBrokenOff = true;
        }
    }

    private static @Nullable Socket accepted(ServerSocket server) throws IOException {
        try (server) {
            return server.accept();
        } catch (SocketException closed) {
            // The child has ended without this track.
            return null;
        }
    }

    /// Keeps what the sink throws apart from what the connection throws.
    private final class GuardedSink implements TrackSink {

        @Override
        public void track(IndexedTrack track) throws IOException {
            guarded(() -> sink.track(track));
        }

        @Override
        public void frame(Frame frame) throws IOException {
            guarded(() -> sink.frame(frame));
        }

        @Override
        public void end(int trackId) throws IOException {
            guarded(() -> sink.end(trackId));
        }

        private void guarded(Call call) throws IOException {
            try {
                call.run();
            } catch (IOException e) {
                fail(e);
                throw e;
            }
        }
    }

    private interface Call {
        void run() throws IOException;
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

    /// Waits until everything is read. Called when the child has ended.
    ///
    /// @param isComplete whether the child opened every track
    void awaitEnd(boolean isComplete) throws InterruptedException, IOException {
        if (!isComplete) {
            close();
        }
        for (var reader : readers) {
            reader.join();
        }
    }

    /// Whether a track ended where no track ends.
    boolean hasBrokenOff() {
        return hasBrokenOff;
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
    }
}
