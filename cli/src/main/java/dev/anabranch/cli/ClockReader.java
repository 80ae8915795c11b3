package dev.anabranch.cli;

import dev.anabranch.client.PlaybackClock;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Protocols;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decodes a stream by ffmpeg and reads the [ClockPattern] of each picture, as soon as it is
/// decoded. Written by one thread; a thread of its own reads and tells.
final class ClockReader implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final FfmpegProgram program;
    private final PlaybackClock clock;
    private final Listener listener;
    private @Nullable Decoder decoder;

    /// Told of each picture, on the reading thread.
    interface Listener {

        /// @param millis what the picture shows, or -1 when it shows no clock
        /// @param decodedNanos when it was decoded
        void picture(long millis, long decodedNanos);
    }

    /// One run of ffmpeg.
    private record Decoder(SupervisedProcess process, OutputStream input, Thread reader) {}

    ClockReader(FfmpegProgram program, PlaybackClock clock, Listener listener) {
        this.program = program;
        this.clock = clock;
        this.listener = listener;
    }

    /// Begins to decode something new; ffmpeg is running when it returns.
    ///
    /// @param init the init section; empty for a transport stream
    void begin(Optional<byte[]> init) throws ProgramException, IOException, InterruptedException {
        end();
        var process = program.start(Protocols.PIPE, arguments(init.isPresent()), LONGEST);
        var reader = Thread.ofPlatform().daemon().name("clock").start(() -> read(process.output()));
        decoder = new Decoder(process, process.input(), reader);
        if (init.isPresent()) {
            write(init.get());
        }
    }

    /// Not with `nobuffer`, which throws away what is read to learn what the stream is.
    private static List<String> arguments(boolean isMovie) {
        return List.of(
                "-flags",
                "low_delay",
                "-probesize",
                isMovie ? "4096" : "200000",
                "-analyzeduration",
                "0",
                "-threads",
                "1",
                "-f",
                isMovie ? "mov" : "mpegts",
                "-i",
                "pipe:0",
                "-an",
                "-vf",
                ClockPattern.READ_FILTER,
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                "-flush_packets",
                "1",
                "pipe:1");
    }

    void write(byte[] bytes) throws IOException {
        var current = decoder;
        if (current == null) {
            throw new IllegalStateException("nothing has begun");
        }
        current.input().write(bytes);
        current.input().flush();
    }

    private void read(InputStream pictures) {
        int size = ClockPattern.READ_WIDTH * ClockPattern.READ_HEIGHT;
        try {
            for (var picture = pictures.readNBytes(size);
                    picture.length == size;
                    picture = pictures.readNBytes(size)) {
                long now = clock.nanos();
                listener.picture(ClockPattern.read(picture).orElse(-1), now);
            }
        } catch (IOException killed) {
            // closed while decoding: what was decoded has been told
        }
    }

    /// Decodes what is left and waits for it.
    void end() throws ProgramException, IOException, InterruptedException {
        var current = decoder;
        if (current == null) {
            return;
        }
        current.input().close();
        current.reader().join();
        decoder = null;
        current.process().await();
    }

    @Override
    public void close() {
        var current = decoder;
        if (current != null) {
            current.process().close();
        }
    }
}
