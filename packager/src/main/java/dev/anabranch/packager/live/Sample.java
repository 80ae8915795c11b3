package dev.anabranch.packager.live;

import dev.anabranch.media.Lease;
import dev.anabranch.media.Track;
import java.time.Instant;

/// A frame on its way into a part, on its rendition's clock and the presentation's timeline.
///
/// @param durationTicks 0 when nobody said
/// @param format what it is decoded with
/// @param epoch how often the timeline broke before it
/// @param wallClock when it was captured
/// @param payload closed when it is copied into its part, or dropped
record Sample(
        long dtsTicks,
        long ptsTicks,
        long durationTicks,
        boolean isKeyframe,
        Track format,
        int epoch,
        Instant wallClock,
        Lease payload) {

    int sizeBytes() {
        return Math.toIntExact(payload.bytes().byteSize());
    }

    /// The same sample decoded and presented later by so much.
    Sample moved(long byTicks) {
        return lasting(durationTicks, byTicks);
    }

    /// As [#moved], with another duration.
    Sample lasting(long newDurationTicks, long byTicks) {
        return new Sample(
                dtsTicks + byTicks,
                ptsTicks + byTicks,
                newDurationTicks,
                isKeyframe,
                format,
                epoch,
                wallClock,
                payload);
    }

    /// Another payload in its place, from `ticks` on.
    Sample replaced(Lease other, long ticks, long otherDurationTicks) {
        return new Sample(ticks, ticks, otherDurationTicks, true, format, epoch, wallClock, other);
    }

    Sample inEpoch(int newEpoch) {
        return new Sample(
                dtsTicks,
                ptsTicks,
                durationTicks,
                isKeyframe,
                format,
                newEpoch,
                wallClock,
                payload);
    }

    void drop() {
        payload.close();
    }
}
