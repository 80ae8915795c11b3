package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A chunk that is being made. Safe for use by many threads.
public interface ChunkRun extends AutoCloseable {

    /// How much of a rendition there is.
    ///
    /// @param time how long it is
    record Amount(long frames, long bytes, Duration time) {
        static final Amount NOTHING = new Amount(0, 0, Duration.ZERO);
    }

    /// Waits until the chunk is in its folder.
    ///
    /// @throws ProgramException when the encoder failed, took too long, or was closed
    /// @throws MediaFormatException when what it made cannot be read
    void await() throws ProgramException, MediaFormatException, IOException, InterruptedException;

    /// As [dev.anabranch.transcode.TranscodeRun#warnings].
    default List<String> warnings() {
        return List.of();
    }

    /// So far; also when it has ended.
    Amount amount(int trackId);

    /// Stops what still runs, and waits until it is gone; [#await] then throws.
    @Override
    void close();
}
