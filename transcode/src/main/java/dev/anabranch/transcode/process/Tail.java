package dev.anabranch.transcode.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Reads a stream to its end and keeps the last bytes. A thread of its own writes, any thread
/// reads.
final class Tail {

    static final int MAX_BYTES = 4096;

    private static final long END_SECONDS = 2;

    private final byte[] ring = new byte[MAX_BYTES];
    private long total;
    private final Thread reader;

    private Tail(InputStream stream) {
        // A pipe that is silent holds a carrier of virtual threads: one for each processor, and no
        // virtual thread of this JVM goes on.
        reader = Thread.ofPlatform().daemon().name("stderr").unstarted(() -> read(stream));
    }

    static Tail of(InputStream stream) {
        var tail = new Tail(stream);
        tail.reader.start();
        return tail;
    }

    /// What is kept, without the line that has lost its beginning.
    synchronized String text() {
        int length = (int) Math.min(total, MAX_BYTES);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((total - length + i) % MAX_BYTES)];
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        return (total > MAX_BYTES ? text.substring(text.indexOf('\n') + 1) : text).strip();
    }

    /// Waits until the stream has ended; a grandchild may hold it open, so not for long.
    void awaitEnd() throws InterruptedException {
        reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    }

    private void read(InputStream stream) {
        var buffer = new byte[MAX_BYTES];
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                add(buffer, count);
            }
        } catch (IOException killed) {
            // The stream of a killed process breaks off; what was read is kept.
        }
    }

    private synchronized void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (total % MAX_BYTES)] = bytes[i];
            total++;
        }
    }
}
