package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import org.jspecify.annotations.Nullable;

/// The tracks and frames of one stream as somebody reads them who sends them on. Used by one thread
/// at a time.
public interface MediaFeed extends AutoCloseable {

    /// What a feed can be opened from, again at each new connection: it then begins with the tracks
    /// and, if the source keeps it, the current group of pictures.
    @FunctionalInterface
    interface Source {

        /// @param wake called on any thread, once after [#next] has answered null and there is more
        MediaFeed open(Runnable wake);
    }

    /// What comes next in a feed.
    sealed interface Event {}

    /// A track, before its first frame and whenever its configuration changes.
    record Described(Track track) implements Event {}

    /// One frame; whoever takes it closes it.
    record Sample(Frame frame) implements Event {}

    /// Frames are missing here; times run on.
    record Gap() implements Event {}

    /// Nothing comes after this in this feed.
    ///
    /// @param isFinal whether nothing will come in another feed of the source neither
    record End(boolean isFinal) implements Event {

        /// The end of the source itself.
        public End() {
            this(true);
        }
    }

    /// Null when there is nothing yet.
    @Nullable Event next();

    @Override
    void close();
}
