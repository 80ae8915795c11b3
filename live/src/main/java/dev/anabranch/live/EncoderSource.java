package dev.anabranch.live;

import dev.anabranch.transcode.LiveBackend;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;

/// Where the program that encodes is found, when it is first needed.
public interface EncoderSource {

    /// Where nothing is to be encoded.
    EncoderSource NONE =
            () -> {
                throw new ProgramException(Kind.MISSING, "there is no encoder here");
            };

    /// May wait while programs are tried, but not for ever; any thread.
    ///
    /// @throws ProgramException when there is none, with what to do
    LiveBackend backend() throws ProgramException;
}
