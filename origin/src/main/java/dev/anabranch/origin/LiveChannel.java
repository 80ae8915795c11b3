package dev.anabranch.origin;

import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.Recording;
import java.util.Optional;

/// One live stream as viewers see it. Its methods are called on event loops: they must not wait,
/// and answer from any thread.
public interface LiveChannel {

    /// The `{name}` of `/live/{name}/…`: 1 to 128 letters, digits, `-`, `_`, `.`.
    String name();

    /// What is on air, or was until it ended; empty before anything has been. The same object until
    /// another one takes its place.
    Optional<LivePresentation> presentation();

    /// What is being recorded of [#presentation], or was; empty when nothing is.
    default Optional<Recording> recording() {
        return Optional.empty();
    }

    /// The playback id of the title that what was kept becomes; empty when nothing is kept.
    default Optional<String> recordedTitle() {
        return Optional.empty();
    }

    /// How the stream is, and how it was in each of the last seconds.
    LiveReport report();
}
