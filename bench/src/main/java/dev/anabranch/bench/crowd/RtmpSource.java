package dev.anabranch.bench.crowd;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/// Publishes a clip round and round in real time, each picture with its number in it, on a thread
/// of its own. When it falls behind it does not wait: delays are counted from when a picture was
/// sent, and that it was sent late shows in the longest of [#latenessMillis].
final class RtmpSource implements AutoCloseable {

    /// Longer than any run at 240 pictures a second.
    private static final int MOST_PICTURES = 1 << 20;

    private static final int MOST_ANSWER_BYTES = 1 << 16;

    private final Socket socket;
    private final FlvClip clip;
    private final long[] sentNanos = new long[MOST_PICTURES];
    private final Thread thread;
    private volatile int pictures;
    private volatile long lateNanos;
    private volatile boolean isClosed;

    RtmpSource(RtmpAddress address, FlvClip clip) throws IOException {
        this.clip = clip;
        this.socket = new Socket(address.host(), address.port());
        socket.setTcpNoDelay(true);
        var out = socket.getOutputStream();
        out.write(RtmpWords.hello());
        var in = new DataInputStream(socket.getInputStream());
        in.readNBytes(1 + 2 * RtmpWords.HANDSHAKE_BYTES);
        out.write(new byte[RtmpWords.HANDSHAKE_BYTES]);
        out.write(RtmpWords.publish(address));
        awaitStart(in);
        thread = Thread.ofPlatform().daemon().name("source").start(this::run);
        Thread.ofPlatform().daemon().name("source-answers").start(() -> drain(in));
    }

    /// Encoders send nothing before the server has said that they may.
    private static void awaitStart(DataInputStream in) throws IOException {
        var said = new StringBuilder();
        while (said.indexOf("NetStream.Publish.Start") < 0) {
            int next = in.read();
            if (next < 0 || said.length() > MOST_ANSWER_BYTES) {
                throw new IOException("the server does not let it publish: " + said);
            }
            said.append((char) next);
        }
    }

    /// How many pictures have been sent.
    int pictures() {
        return pictures;
    }

    /// When picture `number` was handed to the socket.
    long sentNanos(int number) {
        return sentNanos[number];
    }

    /// How late a picture was sent at most since [#forgetLateness].
    double latenessMillis() {
        return lateNanos / 1e6;
    }

    void forgetLateness() {
        lateNanos = 0;
    }

    private static void drain(DataInputStream in) {
        try {
            in.skipNBytes(Long.MAX_VALUE);
        } catch (IOException closed) {
            return;
        }
    }

    private void run() {
        try (var out = new BufferedOutputStream(socket.getOutputStream(), 1 << 18)) {
            for (var configuration : clip.configurations()) {
                out.write(message(configuration, 0, configuration.body()));
            }
            long start = System.nanoTime();
            int first = clip.messages().getFirst().millis();
            for (long round = 0; !isClosed; round++) {
                for (var message : clip.messages()) {
                    long millis = round * clip.millis() + message.millis() - first;
                    publish(out, message, millis, start + millis * 1_000_000);
                    if (isClosed) {
                        return;
                    }
                }
            }
        } catch (IOException broken) {
            isClosed = true;
        }
    }

    private void publish(
            BufferedOutputStream out, FlvClip.Message message, long millis, long dueNanos)
            throws IOException {
        for (long wait = dueNanos - System.nanoTime();
                wait > 0 && !isClosed;
                wait = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        lateNanos = Math.max(lateNanos, System.nanoTime() - dueNanos);
        int number = pictures;
        var body = message.isPicture() ? Stamp.put(message.body(), number) : message.body();
        out.write(message(message, (int) millis, body));
        if (message.isPicture()) {
            sentNanos[number] = System.nanoTime();
            pictures = number + 1;
        }
        out.flush();
    }

    private static byte[] message(FlvClip.Message message, int millis, byte[] body) {
        int chunkStream = message.type() == FlvClip.AUDIO ? 4 : 6;
        return RtmpWords.message(chunkStream, message.type(), millis, 1, body);
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        LockSupport.unpark(thread);
        socket.close();
    }
}
