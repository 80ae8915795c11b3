package dev.anabranch.transcode.gstreamer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Collectors;

/// Reads what `gst-launch-1.0` says. It may hang after an error, after a stream that is not there,
/// and after its end (all three were seen, and it ignores SIGTERM then), so whoever started it is
/// told and kills it. A virtual thread of its own writes, any thread reads.
final class GstreamerLog {

    /// When `gst-launch-1.0` is to be killed.
    interface Listener {

        /// It has said an error; what it says of it has been read.
        void failed();

        /// All sinks have taken everything.
        void ended();
    }

    private static final int MAX_LINES = 40;
    private static final int MAX_LINE_CHARS = 500;

    /// After the line with an error: `Additional debug info:`, where in the source, what.
    private static final int LINES_OF_AN_ERROR = 3;

    private static final String END = "Got EOS from element \"pipeline0\"";

    /// What it says of itself while everything is well.
    private static final List<String> USUAL =
            List.of(
                    "Setting pipeline",
                    "Pipeline is",
                    "Prerolled",
                    "New clock",
                    "Redistribute latency",
                    "Execution ended",
                    "Freeing pipeline",
                    "Additional debug info",
                    "Use Windows high-resolution",
                    "Got EOS");

    private final Listener listener;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final Thread reader;
    private boolean hasFailed;
    private boolean hasEnded;

    private GstreamerLog(InputStream stream, Listener listener) {
        this.listener = listener;
        // A pipe that is silent would hold a carrier of virtual threads.
        this.reader =
                Thread.ofPlatform().daemon().name("gst-launch-log").unstarted(() -> read(stream));
    }

    static GstreamerLog of(InputStream stream, Listener listener) {
        var log = new GstreamerLog(stream, listener);
        log.reader.start();
        return log;
    }

    private void read(InputStream stream) {
        int linesToFailure = 0;
        try (var in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                boolean isError =
                        line.startsWith("ERROR:") || line.contains("Delayed linking failed");
                add(line, isError);
                if (isError && linesToFailure == 0) {
                    linesToFailure = LINES_OF_AN_ERROR;
                } else if (linesToFailure > 0 && --linesToFailure == 0) {
                    listener.failed();
                }
                if (line.startsWith(END)) {
                    end();
                }
            }
        } catch (IOException killed) {
            // The stream of a killed process breaks off; what was read is kept.
        }
    }

    private void end() {
        synchronized (this) {
            if (hasFailed) {
                return;
            }
            hasEnded = true;
        }
        listener.ended();
    }

    private synchronized void add(String line, boolean isError) {
        hasFailed |= isError && !hasEnded;
        if (line.isBlank() || USUAL.stream().anyMatch(line::startsWith)) {
            return;
        }
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.add(line.substring(0, Math.min(MAX_LINE_CHARS, line.length())));
    }

    /// Whether it said an error before its end.
    synchronized boolean hasFailed() {
        return hasFailed;
    }

    /// Whether everything was done.
    synchronized boolean hasEnded() {
        return hasEnded;
    }

    /// The last lines that were not as usual; empty when there were none.
    synchronized String text() {
        return lines.stream().collect(Collectors.joining(System.lineSeparator()));
    }

    /// Waits until there is no more to read; called when the process has ended.
    void awaitEnd() throws InterruptedException {
        reader.join();
    }
}
