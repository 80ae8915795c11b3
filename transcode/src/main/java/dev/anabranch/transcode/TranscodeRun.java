package dev.anabranch.transcode;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.util.List;

/// A plan that is being carried out. Safe for use by many threads.
public interface TranscodeRun extends AutoCloseable {

    /// Waits until everything was given to the sink and the program has ended.
    ///
    /// @throws ProgramException when it failed, took too long, or was closed
    /// @throws MediaFormatException when what it made cannot be read
    /// @throws IOException what the sink threw
    void await() throws ProgramException, MediaFormatException, IOException, InterruptedException;

    /// What the program had to say of the source though it did not fail, for people; complete when
    /// [#await] has returned.
    default List<String> warnings() {
        return List.of();
    }

    /// The process that does it.
    long pid();

    /// Kills what still runs, and waits until it is gone; [#await] then throws.
    @Override
    void close();
}
