package dev.anabranch.kernel;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;

/// What a stream shows when none of its publishers is there.
public interface SlateSource {

    /// Begins from the start. Called on the kernel's thread; what it answers is used on that thread
    /// alone, and closed there.
    ///
    /// @throws IOException when it cannot be read
    /// @throws MediaFormatException when it cannot be used
    Showing show() throws IOException, MediaFormatException;

    /// One showing, endless.
    interface Showing extends AutoCloseable {

        /// Puts everything that is due into `publication`, tracks first.
        ///
        /// @param elapsedNanos since the first call
        /// @return when it wants to be called again, on the same clock
        long play(Publication publication, long elapsedNanos)
                throws IOException, MediaFormatException;

        @Override
        void close();
    }
}
