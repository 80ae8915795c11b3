package dev.anabranch.live;

import dev.anabranch.transcode.LiveBackend;
import dev.anabranch.transcode.ProgramException;

/// Where the program that encodes is found, when it is first needed.
public interface EncoderSource {

    /// May wait while programs are tried, but not for ever; any thread.
    ///
    /// @throws ProgramException when there is none, with what to do
    LiveBackend backend() throws ProgramException;
}
