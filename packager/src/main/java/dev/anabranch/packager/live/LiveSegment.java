package dev.anabranch.packager.live;

import dev.anabranch.media.hls.Decimal;
import java.time.Instant;
import java.util.List;

/// A segment of a live rendition, which grows part by part until it is complete.
///
/// Its bytes are its parts' bytes one behind the other. They lie in memory outside the heap that is
/// used again after the last [#release]: whoever reads them outside a [LiveListener] call retains
/// the segment first. One thread makes it grow; any thread reads it.
public final class LiveSegment {

    LiveSegment() {}

    /// Its media sequence number: equal in all renditions for the same piece of the programme.
    public long msn() {
        throw new UnsupportedOperationException();
    }

    /// Which [LiveRendition#init] its samples are decoded with, from 1; 0 in a transport stream.
    public int initNumber() {
        throw new UnsupportedOperationException();
    }

    /// How many discontinuities lie between the beginning of the presentation and this segment, its
    /// own included (draft-pantos-hls-rfc8216bis, 6.2.1).
    public long discontinuityNumber() {
        throw new UnsupportedOperationException();
    }

    /// Whether EXT-X-DISCONTINUITY stands before it.
    public boolean isDiscontinuity() {
        throw new UnsupportedOperationException();
    }

    /// What was captured at its first sample, in wall-clock time.
    public Instant programDateTime() {
        throw new UnsupportedOperationException();
    }

    /// Decode time of its first sample on the rendition's clock, at least 0.
    public long startTicks() {
        throw new UnsupportedOperationException();
    }

    /// The sum of its parts so far on the rendition's clock.
    public long durationTicks() {
        throw new UnsupportedOperationException();
    }

    /// The same in seconds: EXTINF of a complete segment.
    public Decimal durationSeconds() {
        throw new UnsupportedOperationException();
    }

    /// The parts so far, oldest first; never changed, a longer list takes its place.
    public List<LivePart> parts() {
        throw new UnsupportedOperationException();
    }

    public long sizeBytes() {
        throw new UnsupportedOperationException();
    }

    /// Whether decoding can start at its first sample.
    public boolean isIndependent() {
        throw new UnsupportedOperationException();
    }

    /// Whether there is nothing to load: EXT-X-GAP.
    public boolean isGap() {
        throw new UnsupportedOperationException();
    }

    public boolean isComplete() {
        throw new UnsupportedOperationException();
    }

    /// Keeps its bytes until [#release].
    ///
    /// @return false when they are gone already; then there is nothing to release
    public boolean retain() {
        throw new UnsupportedOperationException();
    }

    /// Gives back what [#retain] took.
    public void release() {
        throw new UnsupportedOperationException();
    }
}
