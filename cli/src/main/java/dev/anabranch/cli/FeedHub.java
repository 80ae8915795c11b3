package dev.anabranch.cli;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.protocol.rtmp.MediaFeed;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One stream for several who send it on: what one thread puts in, each reader gets from its next
/// keyframe on. A reader that is slow loses frames up to a keyframe; nobody waits for it.
///
/// Filled by one thread at a time; each feed is read by one thread at a time.
final class FeedHub implements MediaFeed.Source {

    /// Some seconds of any stream people push.
    private static final int MAX_EVENTS = 1024;

    private final Map<Integer, Track> tracks = new LinkedHashMap<>();
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private boolean hasEnded;

    @Override
    public synchronized MediaFeed open(Runnable wake) {
        var feed = new Feed(wake, tracks.values());
        if (hasEnded) {
            feed.add(new MediaFeed.End());
        }
        feeds.add(feed);
        return feed;
    }

    /// A track, before its first frame and whenever its configuration changes.
    synchronized void track(Track track) {
        tracks.put(track.id(), track);
        feeds.forEach(feed -> feed.add(new MediaFeed.Described(track)));
    }

    /// The next frame, which is closed here.
    synchronized void frame(Frame frame) {
        try (frame) {
            var track = tracks.get(frame.trackId());
            boolean hasVideo =
                    tracks.values().stream().anyMatch(one -> one.kind() == TrackKind.VIDEO);
            boolean isEntry =
                    !hasVideo
                            || track != null
                                    && track.kind() == TrackKind.VIDEO
                                    && frame.isKeyframe();
            feeds.forEach(feed -> feed.take(frame, isEntry));
        }
    }

    /// Nothing comes after this.
    synchronized void end() {
        hasEnded = true;
        feeds.forEach(feed -> feed.add(new MediaFeed.End()));
    }

    /// What one reader has not read yet.
    private final class Feed implements MediaFeed {
        private final Runnable wake;
        private final ArrayDeque<MediaFeed.Event> events = new ArrayDeque<>();
        private boolean isWaitingForEntry = true;
        private boolean isAsleep;
        private boolean isClosed;

        Feed(Runnable wake, Collection<Track> known) {
            this.wake = wake;
            known.forEach(track -> events.add(new MediaFeed.Described(track)));
        }

        @Override
        public synchronized MediaFeed.@Nullable Event next() {
            var event = events.poll();
            isAsleep = event == null;
            return event;
        }

        private void take(Frame frame, boolean isEntry) {
            boolean isFull;
            synchronized (this) {
                isFull = events.size() >= MAX_EVENTS;
                if (isFull && !isWaitingForEntry) {
                    isWaitingForEntry = true;
                    events.add(new MediaFeed.Gap());
                }
                if (isFull || isClosed || isWaitingForEntry && !isEntry) {
                    return;
                }
                isWaitingForEntry = false;
            }
            add(
                    new MediaFeed.Sample(
                            new Frame(
                                    frame.trackId(),
                                    frame.dtsTicks(),
                                    frame.ptsTicks(),
                                    frame.durationTicks(),
                                    frame.isKeyframe(),
                                    frame.isConfiguration(),
                                    frame.payload().retain())));
        }

        private void add(MediaFeed.Event event) {
            boolean isToBeWoken;
            synchronized (this) {
                events.add(event);
                isToBeWoken = isAsleep;
                isAsleep = false;
            }
            if (isToBeWoken) {
                wake.run();
            }
        }

        @Override
        public synchronized void close() {
            isClosed = true;
            feeds.remove(this);
            for (var event = events.poll(); event != null; event = events.poll()) {
                if (event instanceof MediaFeed.Sample sample) {
                    sample.frame().close();
                }
            }
        }
    }
}
