package dev.anabranch.transcode;

import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.util.Optional;

/// A backend that can take some of a source's pictures.
public interface ExcerptBackend extends TranscodeBackend {

    @Override
    default Optional<ExcerptBackend> excerpts() {
        return Optional.of(this);
    }

    /// As [#start(TranscodePlan, TrackSink)], of some of the source's pictures. Their times are
    /// still counted from the start of the source.
    TranscodeRun start(TranscodePlan plan, Excerpt excerpt, TrackSink sink)
            throws ProgramException, IOException;
}
