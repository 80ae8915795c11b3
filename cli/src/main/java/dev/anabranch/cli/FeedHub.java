package dev.anabranch.cli;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.protocol.rtmp.MediaFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One stream for several who send it on: what one thread puts in, each reader gets from the
/// current group of pictures on. A reader that is slow loses frames up to a keyframe; nobody waits
/// for it.
///
/// Filled by one thread at a time; each feed is read by one thread at a time.
final class FeedHub implements MediaFeed.Source {

    /// Some seconds of any stream people push.
    private static final int MAX_EVENTS = 2048;

    /// A longer group of pictures is not kept for those who come in its middle.
    static final int MAX_GROUP_EVENTS = 1536;

    /// How long the first frame waits for the servers.
    private static final Duration FIRST_WAIT = Duration.ofSeconds(3);

    private final Map<Integer, Track> tracks = new LinkedHashMap<>();
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private final CountDownLatch readers = new CountDownLatch(1);

    /// The tracks, and all since the last frame that a reader can begin with, or since the start.
    private final List<MediaFeed.Event> group = new ArrayList<>();

    private boolean isGroupWhole = true;
    private boolean hasEntry;
    private boolean hasEnded;

    @Override
    public synchronized MediaFeed open(Runnable wake) {
        var feed = new Feed(wake, !isGroupWhole);
        group.forEach(event -> feed.add(shared(event)));
        if (hasEnded) {
            feed.add(new MediaFeed.End());
        }
        feeds.add(feed);
        return feed;
    }

    /// Those who were to read do, or have failed to.
    void readersAreThere() {
        readers.countDown();
    }

    /// Waits for them before the first frame, so that it is not lost while they connect; not for
    /// long, and only once.
    void awaitReaders() throws InterruptedException {
        if (!readers.await(FIRST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
            readers.countDown();
        }
    }

    /// A track, before its first frame and whenever its configuration changes.
    synchronized void track(Track track) {
        tracks.put(track.id(), track);
        group.add(new MediaFeed.Described(track));
        feeds.forEach(feed -> feed.add(new MediaFeed.Described(track)));
    }

    /// The next frame, which is closed here.
    synchronized void frame(Frame frame) {
        try (frame) {
            boolean isEntry = isEntry(frame);
            keep(frame, isEntry);
            feeds.forEach(feed -> feed.take(frame, isEntry, tracks.values()));
        }
    }

    /// Nothing comes after this.
    synchronized void end() {
        hasEnded = true;
        feeds.forEach(feed -> feed.add(new MediaFeed.End()));
    }

    private boolean isEntry(Frame frame) {
        var track = tracks.get(frame.trackId());
        boolean hasVideo = tracks.values().stream().anyMatch(one -> one.kind() == TrackKind.VIDEO);
        return !hasVideo || track != null && track.kind() == TrackKind.VIDEO && frame.isKeyframe();
    }

    private void keep(Frame frame, boolean isEntry) {
        boolean isNext = isEntry && hasEntry;
        hasEntry |= isEntry;
        if (isNext || isGroupWhole && group.size() >= MAX_GROUP_EVENTS) {
            group.forEach(FeedHub::close);
            group.clear();
            tracks.values().forEach(track -> group.add(new MediaFeed.Described(track)));
            isGroupWhole = isEntry;
        }
        if (isGroupWhole) {
            group.add(shared(frame));
        }
    }

    private static MediaFeed.Event shared(MediaFeed.Event event) {
        return event instanceof MediaFeed.Sample sample ? shared(sample.frame()) : event;
    }

    private static MediaFeed.Sample shared(Frame frame) {
        return new MediaFeed.Sample(
                new Frame(
                        frame.trackId(),
                        frame.dtsTicks(),
                        frame.ptsTicks(),
                        frame.durationTicks(),
                        frame.isKeyframe(),
                        frame.isConfiguration(),
                        frame.payload().retain()));
    }

    private static void close(MediaFeed.Event event) {
        if (event instanceof MediaFeed.Sample sample) {
            sample.frame().close();
        }
    }

    /// What one reader has not read yet.
    private final class Feed implements MediaFeed {
        private final Runnable wake;
        private final ArrayDeque<MediaFeed.Event> events = new ArrayDeque<>();
        private boolean isWaitingForEntry;
        private boolean isAsleep;
        private boolean isClosed;

        Feed(Runnable wake, boolean isWaitingForEntry) {
            this.wake = wake;
            this.isWaitingForEntry = isWaitingForEntry;
        }

        @Override
        public synchronized MediaFeed.@Nullable Event next() {
            var event = events.poll();
            isAsleep = event == null;
            return event;
        }

        private void take(Frame frame, boolean isEntry, Collection<Track> known) {
            synchronized (this) {
                boolean isFull = events.size() >= MAX_EVENTS;
                if (isFull && !isWaitingForEntry) {
                    isWaitingForEntry = true;
                    events.add(new MediaFeed.Gap());
                }
                if (isFull || isClosed || isWaitingForEntry && !isEntry) {
                    return;
                }
                if (isWaitingForEntry) {
                    known.forEach(track -> events.add(new MediaFeed.Described(track)));
                    isWaitingForEntry = false;
                }
            }
            add(shared(frame));
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
            events.forEach(FeedHub::close);
            events.clear();
        }
    }
}
