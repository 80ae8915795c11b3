package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;

/// Looks up when each picture of a source is shown.
@FunctionalInterface
public interface FrameScan {

    /// What a look through the whole stream found.
    sealed interface Found {

        /// Every picture has its time.
        record Times(FrameTimes times) implements Found {}

        /// It cannot be said beforehand which pictures a decoder will show when.
        ///
        /// @param reason in words that go on after "because"
        record NoTimes(String reason) implements Found {}
    }

    /// Reads the video stream of `source` to its end, without decoding it.
    Found find(Source source)
            throws ProgramException, MediaFormatException, IOException, InterruptedException;
}
