package dev.anabranch.transcode;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import java.io.IOException;

/// Takes what a run makes. Each track is told of by a thread of its own, so that calls for
/// different tracks come at the same time; a call that waits holds the encoder back.
public interface TrackSink {

    /// Before the first frame of a track.
    ///
    /// @param track described; it has no samples. Its id is that of the [VideoOutput] or
    ///   [AudioOutput]. Of a [StillOutput] the codec is opaque, and each frame a JPEG image
    void track(IndexedTrack track) throws IOException;

    /// Takes and closes `frame`, in decode order. Times count from the start of the source, or of
    /// what of it is taken; the first decode times may be negative. Its duration is more than 0.
    void frame(Frame frame) throws IOException;

    /// After the last frame of a track.
    void end(int trackId) throws IOException;
}
