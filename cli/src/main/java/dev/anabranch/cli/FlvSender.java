package dev.anabranch.cli;

import dev.anabranch.media.Frame;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.protocol.rtmp.FlvReader;
import dev.anabranch.protocol.rtmp.MediaFeed;
import java.io.IOException;
import java.io.InputStream;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/// Hands what ffmpeg writes as FLV to a [FeedHub], as it comes. What a second source brings runs on
/// from what the first had. Owned by one thread.
final class FlvSender {

    private static final int MAX_FAULTS = 100;

    private final FeedHub hub;
    private final Map<Integer, Track> tracks = new HashMap<>();
    private long endNanos;
    private long shiftNanos;
    private long frames;

    FlvSender(FeedHub hub) {
        this.hub = hub;
    }

    long frames() {
        return frames;
    }

    /// Sends until the stream ends.
    ///
    /// @throws MediaFormatException when it is no FLV, or too much of it cannot be read
    void send(InputStream flv) throws IOException, MediaFormatException, InterruptedException {
        var reader = new FlvReader(flv);
        boolean isFirst = true;
        int faults = 0;
        while (true) {
            try {
                switch (reader.next()) {
                    case MediaFeed.Described described -> {
                        tracks.put(described.track().id(), described.track());
                        hub.track(described.track());
                    }
                    case MediaFeed.Sample sample -> {
                        if (isFirst) {
                            hub.awaitReaders();
                            shiftNanos = endNanos - nanos(sample.frame());
                            isFirst = false;
                        }
                        send(sample.frame());
                    }
                    case MediaFeed.Gap _ -> {}
                    case MediaFeed.End _ -> {
                        return;
                    }
                }
            } catch (MediaFormatException fault) {
                faults++;
                if (faults > MAX_FAULTS || frames == 0) {
                    throw fault;
                }
            }
        }
    }

    private void send(Frame frame) {
        var timescale = timescale(frame);
        long shift = Timescale.NANOS.convert(shiftNanos, timescale, RoundingMode.HALF_UP);
        endNanos = Math.max(endNanos, nanos(frame) + shiftNanos);
        frames++;
        hub.frame(
                new Frame(
                        frame.trackId(),
                        frame.dtsTicks() + shift,
                        frame.ptsTicks() + shift,
                        frame.durationTicks(),
                        frame.isKeyframe(),
                        frame.isConfiguration(),
                        frame.payload()));
    }

    private long nanos(Frame frame) {
        return timescale(frame).convert(frame.dtsTicks(), Timescale.NANOS, RoundingMode.HALF_UP);
    }

    private Timescale timescale(Frame frame) {
        var track = tracks.get(frame.trackId());
        if (track == null) {
            throw new IllegalStateException("a frame of track " + frame.trackId());
        }
        return track.timescale();
    }
}
