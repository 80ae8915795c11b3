package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A feed that somebody fills: for files and generated pictures, at the pace of whoever fills it.
/// Thread-safe; one feed is open at a time.
public final class FrameQueue implements MediaFeed.Source {

    private final int maxFrames;
    private final ArrayDeque<MediaFeed.Event> events = new ArrayDeque<>();
    private final Map<Integer, Track> tracks = new TreeMap<>();
    private @Nullable QueueFeed feed;
    private int frames;
    private boolean hasEnded;

    /// @param maxFrames what waits at most
    public FrameQueue(int maxFrames) {
        if (maxFrames < 1) {
            throw new IllegalArgumentException("maxFrames=" + maxFrames);
        }
        this.maxFrames = maxFrames;
    }

    /// Announces a track, or a new configuration of one.
    public void describe(Track track) {
        Runnable wake;
        synchronized (this) {
            tracks.put(track.id(), track);
            events.add(new MediaFeed.Described(track));
            wake = takeWake();
        }
        wake.run();
    }

    /// Takes the frame, or closes it and answers `false` when too many wait, or nobody reads.
    public boolean offer(Frame frame) {
        Runnable wake;
        synchronized (this) {
            if (frames == maxFrames || feed == null || hasEnded) {
                frame.close();
                return false;
            }
            frames++;
            events.add(new MediaFeed.Sample(frame));
            wake = takeWake();
        }
        wake.run();
        return true;
    }

    /// Nothing follows.
    public void end() {
        Runnable wake;
        synchronized (this) {
            hasEnded = true;
            events.add(new MediaFeed.End());
            wake = takeWake();
        }
        wake.run();
    }

    /// Whether all that was taken has been read.
    public synchronized boolean isEmpty() {
        return frames == 0;
    }

    @Override
    public synchronized MediaFeed open(Runnable wake) {
        if (feed != null) {
            throw new IllegalStateException("a feed is open already");
        }
        clear();
        tracks.values().forEach(track -> events.add(new MediaFeed.Described(track)));
        if (hasEnded) {
            events.add(new MediaFeed.End());
        }
        var opened = new QueueFeed(wake);
        feed = opened;
        return opened;
    }

    private Runnable takeWake() {
        var reader = feed;
        if (reader == null || !reader.isWaiting) {
            return () -> {};
        }
        reader.isWaiting = false;
        return reader.wake;
    }

    private void clear() {
        for (var event : events) {
            if (event instanceof MediaFeed.Sample sample) {
                sample.frame().close();
            }
        }
        events.clear();
        frames = 0;
    }

    private final class QueueFeed implements MediaFeed {

        private final Runnable wake;
        private boolean isWaiting;

        QueueFeed(Runnable wake) {
            this.wake = wake;
        }

        @Override
        public @Nullable Event next() {
            synchronized (FrameQueue.this) {
                if (feed != this) {
                    return null;
                }
                var event = events.poll();
                isWaiting = event == null;
                if (event instanceof Sample) {
                    frames--;
                }
                return event;
            }
        }

        @Override
        public void close() {
            synchronized (FrameQueue.this) {
                if (feed == this) {
                    feed = null;
                    clear();
                }
            }
        }
    }
}
