package dev.anabranch.media.ts;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.CodecConfiguration;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Where a reader puts the frames of its track. Owned by one thread.
final class TrackOutput {

    private final int trackId;
    private final String language;
    private final Queue<StreamEvent> events;
    private @Nullable CodecConfiguration codec;

    TrackOutput(int trackId, String language, Queue<StreamEvent> events) {
        this.trackId = trackId;
        this.language = language;
        this.events = events;
    }

    boolean isDescribed() {
        return codec != null;
    }

    /// Says what the frames from here on are, if it is news.
    void describe(CodecConfiguration now) {
        if (now.equals(codec)) {
            return;
        }
        codec = now;
        events.add(
                new StreamEvent.TrackDescribed(
                        new Track(trackId, Timescale.MPEG, now, language, "")));
    }

    /// @param times a frame's `dts`, `pts` and duration, in 90 kHz
    void frame(Times times, boolean isKeyframe, byte[] payload) {
        events.add(
                new StreamEvent.FrameRead(
                        new Frame(
                                trackId,
                                times.dts(),
                                times.pts(),
                                times.duration(),
                                isKeyframe,
                                false,
                                Lease.of(payload))));
    }

    /// When a frame is decoded and shown, and how long it lasts: 0 when the stream does not say.
    record Times(long dts, long pts, long duration) {}
}
