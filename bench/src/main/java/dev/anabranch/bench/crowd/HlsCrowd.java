package dev.anabranch.bench.crowd;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Many viewers of one low-latency playlist on one thread: each waits for the next part by a
/// blocking reload, fetches it and waits again.
final class HlsCrowd implements AutoCloseable {

    private static final int READ_BYTES = 1 << 18;
    private static final int SELECT_MILLIS = 20;
    private static final int OK = 200;
    private static final long CHOICE_NANOS = 20_000_000_000L;

    private final InetSocketAddress address;
    private URI playlist;
    private final Selector selector = Selector.open();
    private final ByteBuffer room = ByteBuffer.allocateDirect(READ_BYTES);
    private final List<Viewer> viewers = new ArrayList<>();

    /// Whose answers were read in this turn.
    private final List<HttpConnection> whole = new ArrayList<>();

    private final Map<Long, LivePosition> positions = new HashMap<>();
    private final Map<String, Integer> stamps = new HashMap<>();
    private final Map<String, List<Long>> arrivals = new HashMap<>();
    private long answers;
    private long refused;
    private long bytes;

    HlsCrowd(URI playlist) throws IOException {
        this.playlist = playlist;
        this.address = new InetSocketAddress(playlist.getHost(), playlist.getPort());
    }

    /// Takes the first variant where the address is that of a multivariant playlist, once there is
    /// one.
    void choose() throws IOException {
        long deadline = System.nanoTime() + CHOICE_NANOS;
        while (true) {
            try {
                chooseNow();
                return;
            } catch (FileNotFoundException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                run(0.1);
            }
        }
    }

    private void chooseNow() throws IOException {
        try (var in = playlist.toURL().openStream()) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            for (int i = 0; i + 1 < lines.size(); i++) {
                if (lines.get(i).startsWith("#EXT-X-STREAM-INF")) {
                    playlist = playlist.resolve(lines.get(i + 1));
                    return;
                }
            }
        }
    }

    private static String path(URI uri) {
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    private final class Viewer implements HttpConnection.Listener {

        private final HttpConnection connection;
        private boolean isAtPart;
        private LivePosition at = new LivePosition(0, 0, "");

        Viewer() throws IOException {
            connection = new HttpConnection(address, selector, this);
            connection.ask(path(playlist));
        }

        @Override
        public void answered(HttpConnection from, HttpConnection.Answer answer) {
            answers++;
            bytes += answer.sizeBytes();
            try {
                if (answer.status() != OK) {
                    refused++;
                    isAtPart = false;
                    from.ask(path(playlist));
                } else if (isAtPart) {
                    stamps.computeIfAbsent(
                            at.newestPart(), _ -> Stamp.last(answer.body(), 0, answer.sizeBytes()));
                    isAtPart = false;
                    from.ask(next());
                } else {
                    listed(from, answer);
                }
            } catch (IOException broken) {
                refused++;
            }
        }

        private void listed(HttpConnection from, HttpConnection.Answer answer) throws IOException {
            long key = HttpConnection.fingerprint(answer.body(), answer.sizeBytes());
            var position = positions.get(key);
            if (position == null) {
                position = LivePosition.of(answer.body(), from.isGzip());
                positions.put(key, position);
            }
            boolean isNew = !position.newestPart().equals(at.newestPart());
            boolean hasWaited = !at.newestPart().isEmpty();
            at = position;
            if (hasWaited && isNew) {
                arrivals.computeIfAbsent(at.newestPart(), _ -> new ArrayList<>())
                        .add(answer.readNanos());
            }
            isAtPart = isNew && !at.newestPart().isEmpty();
            from.ask(isAtPart ? path(playlist.resolve(at.newestPart())) : next());
        }

        private String next() {
            char mark = playlist.getRawQuery() == null ? '?' : '&';
            return path(playlist) + mark + "_HLS_msn=" + at.sequence() + "&_HLS_part=" + at.parts();
        }
    }

    void join(int count, int perSecond) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            viewers.add(new Viewer());
            long due = start + (i + 1) * 1_000_000_000L / perSecond;
            do {
                turn(Math.max(1, (due - System.nanoTime()) / 1_000_000));
            } while (System.nanoTime() < due);
        }
    }

    void run(double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            turn(SELECT_MILLIS);
        }
    }

    private void turn(long millis) throws IOException {
        selector.select(
                key -> {
                    var connection = (HttpConnection) key.attachment();
                    try {
                        if (connection.read(room)) {
                            whole.add(connection);
                        }
                    } catch (IOException closed) {
                        key.cancel();
                        refused++;
                    }
                },
                millis);
        whole.forEach(HttpConnection::settle);
        whole.clear();
    }

    /// Forgets what was counted so far.
    void reset() {
        answers = 0;
        refused = 0;
        bytes = 0;
        arrivals.clear();
    }

    long answers() {
        return answers;
    }

    /// Answers that were not a 200, and connections that were closed.
    long refused() {
        return refused;
    }

    long bytes() {
        return bytes;
    }

    int partsSeen() {
        return arrivals.size();
    }

    /// From the sending of a part's last picture to the last byte of the playlist that names it.
    Delays wakeDelays(RtmpSource source) {
        var delays = new Delays();
        arrivals.forEach((part, times) -> {
            int number = stamps.getOrDefault(part, -1);
            if (number >= 0) {
                times.forEach(time -> delays.add(time - source.sentNanos(number)));
            }
        });
        return delays;
    }

    /// The same to the first viewer who has it: what is not the number of viewers.
    Delays firstDelays(RtmpSource source) {
        var delays = new Delays();
        arrivals.forEach((part, times) -> {
            int number = stamps.getOrDefault(part, -1);
            if (number >= 0) {
                delays.add(Collections.min(times) - source.sentNanos(number));
            }
        });
        return delays;
    }

    @Override
    public void close() throws IOException {
        for (var viewer : viewers) {
            viewer.connection.close();
        }
        selector.close();
    }
}
