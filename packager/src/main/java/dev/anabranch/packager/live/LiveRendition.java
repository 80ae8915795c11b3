package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.hls.Decimal;
import java.util.Optional;

/// One rendition of a live presentation: its segments of the window and of the time after it, and
/// its playlists. Used by any thread; what it answers belongs together only within one [#edge].
public final class LiveRendition {

    LiveRendition() {}

    /// `video-1`, `audio-1`, `ts-1`: its folder, and unique in the presentation.
    public String name() {
        throw new UnsupportedOperationException();
    }

    /// What it carries; a transport stream with pictures is VIDEO.
    public TrackKind kind() {
        throw new UnsupportedOperationException();
    }

    /// Whether its segments are MPEG-TS: whole ones, without parts.
    public boolean isTransportStream() {
        throw new UnsupportedOperationException();
    }

    /// The track as it is now, on the rendition's clock; of a transport stream its pictures if any.
    public Track track() {
        throw new UnsupportedOperationException();
    }

    /// The clock of all its ticks.
    public Timescale timescale() {
        throw new UnsupportedOperationException();
    }

    public LiveEdge edge() {
        throw new UnsupportedOperationException();
    }

    /// The playlist of this moment; the same object until the edge moves.
    public RenderedText playlist(Delta delta) {
        throw new UnsupportedOperationException();
    }

    /// A segment of the window, of the grace period after it (6.2.2), or the one that grows.
    public Optional<LiveSegment> segment(long msn) {
        throw new UnsupportedOperationException();
    }

    /// A part of such a segment; retain the [#segment] to read it.
    public Optional<LivePart> part(long msn, int index) {
        throw new UnsupportedOperationException();
    }

    /// The part a player can ask for though it is not there yet, and the answer waits for it
    /// (6.2.6); empty when the presentation has ended.
    public Optional<HintedPart> hint() {
        throw new UnsupportedOperationException();
    }

    /// `init-{number}.mp4`, kept as long as the presentation; shared, not to be changed.
    public Optional<byte[]> init(int number) {
        throw new UnsupportedOperationException();
    }

    /// EXT-X-TARGETDURATION in seconds: never changes, the same in all renditions.
    public long targetDuration() {
        throw new UnsupportedOperationException();
    }

    /// PART-TARGET in seconds: never changes; zero in renditions without parts.
    public Decimal partTarget() {
        throw new UnsupportedOperationException();
    }

    public LivePolicy policy() {
        throw new UnsupportedOperationException();
    }

    /// The highest bit rate of its segments so far, in bits per second; 0 before the first.
    public long peakBitsPerSecond() {
        throw new UnsupportedOperationException();
    }

    /// Bit rate over all its segments so far, in bits per second; 0 before the first.
    public long averageBitsPerSecond() {
        throw new UnsupportedOperationException();
    }

    /// How many playlists have been rendered: one for each edge and [Delta] that was asked for.
    public long renders() {
        throw new UnsupportedOperationException();
    }

    /// How many playlists have been compressed.
    public long compressions() {
        throw new UnsupportedOperationException();
    }

    /// The address of a part that comes next.
    public record HintedPart(long msn, int index) {}
}
