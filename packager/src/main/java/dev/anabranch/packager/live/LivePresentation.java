package dev.anabranch.packager.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import dev.anabranch.media.hls.DateRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A live stream made playable: frames go in, parts, segments, playlists and a manifest come out.
///
/// One thread feeds it; any thread reads. Nothing here waits or looks at a clock: what is due is
/// due by the times of the frames. See `docs/decisions/0021-live-cuts.md` for how it cuts.
public final class LivePresentation implements AutoCloseable {

    /// @param listener told of everything from the first frame on
    public LivePresentation(LivePolicy policy, LiveListener listener) {
        throw new UnsupportedOperationException();
    }

    public LivePolicy policy() {
        throw new UnsupportedOperationException();
    }

    /// Describes a track before its first frame, and again when its configuration changes: the next
    /// keyframe then begins a new segment with a new initialization section, after a discontinuity
    /// in every rendition.
    public void track(Track track) {
        throw new UnsupportedOperationException();
    }

    /// Takes and closes `frame`, of a track that was described; in decode order within its track.
    ///
    /// @param wallClock when it was captured, as well as is known
    public void frame(Frame frame, Instant wallClock) {
        throw new UnsupportedOperationException();
    }

    /// What follows does not continue what was: segments end, EXT-X-DISCONTINUITY and a new period.
    public void discontinuity() {
        throw new UnsupportedOperationException();
    }

    /// Adds a date range, or adds attributes to the one with its `id`. It stays until its end, or
    /// its start when it has none, has left the window.
    public void dateRange(DateRange range) {
        throw new UnsupportedOperationException();
    }

    /// Completes the last segments; playlists get EXT-X-ENDLIST, the manifest becomes static.
    public void end() {
        throw new UnsupportedOperationException();
    }

    /// Those that can be played, in the order in which their tracks came; the transport stream
    /// last.
    public List<LiveRendition> renditions() {
        throw new UnsupportedOperationException();
    }

    public Optional<LiveRendition> rendition(String name) {
        throw new UnsupportedOperationException();
    }

    /// `index.m3u8`; empty until there is something to play.
    public Optional<RenderedText> multivariant() {
        throw new UnsupportedOperationException();
    }

    /// `ts.m3u8`; empty until there is something to play, and always without a transport stream.
    public Optional<RenderedText> multivariantTransport() {
        throw new UnsupportedOperationException();
    }

    /// `manifest.mpd`; empty until there is something to play.
    public Optional<RenderedText> manifest() {
        throw new UnsupportedOperationException();
    }

    public boolean hasEnded() {
        throw new UnsupportedOperationException();
    }

    /// From any thread; told from the next event on.
    public void addListener(LiveListener listener) {
        throw new UnsupportedOperationException();
    }

    public void removeListener(LiveListener listener) {
        throw new UnsupportedOperationException();
    }

    /// Bytes of media memory in use and kept for use, without the heap.
    public long memoryBytes() {
        throw new UnsupportedOperationException();
    }

    /// Gives all memory back, that of segments somebody retains when it is released. Without an
    /// [#end] before it, playlists just stop.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
