package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One publisher's turn at a stream, used by one thread at a time.
///
/// Pictures are taken from the first keyframe of their track on, and after something was lost from
/// the next one on. While something else is on air that stands in for this publisher, it comes on
/// air with its next keyframe.
public final class Publication implements AutoCloseable {

    /// Track ids are 1 to this.
    public static final int MAX_TRACKS = 32;

    /// How long sound waits for the picture before it comes on air alone: as long as keyframes may
    /// be apart.
    private static final long LONGEST_WAIT_NANOS = 10_000_000_000L;

    private final LiveStream stream;
    private final Air air;
    private final Peer peer;
    private final Rank rank;
    private final @Nullable Track[] tracks = new Track[MAX_TRACKS + 1];

    /// Video tracks that wait for a keyframe, a bit for each id.
    private long awaited;

    private boolean isInterrupted;

    /// Whether sound waits for the first picture, and since when.
    private boolean isWaiting;

    private long waitingNanos;

    /// Written under the turn; read by anybody.
    private volatile boolean isOver;

    /// Guarded by the monitor.
    private @Nullable Consumer<String> told;

    /// Guarded by the monitor; null while nobody else has ended it.
    private @Nullable String whyTaken;

    Publication(LiveStream stream, Air air, Peer peer, Rank rank) {
        this.stream = stream;
        this.air = air;
        this.peer = peer;
        this.rank = rank;
    }

    public LiveStream stream() {
        return stream;
    }

    public Peer peer() {
        return peer;
    }

    Rank rank() {
        return rank;
    }

    /// Announces a track before its first frame, and again when its configuration changes. Saying
    /// the same again does nothing.
    ///
    /// @throws IllegalArgumentException when its id is above [#MAX_TRACKS]
    public void describe(Track track) {
        if (track.id() > MAX_TRACKS) {
            throw new IllegalArgumentException("id=" + track.id());
        }
        if (track.equals(tracks[track.id()])) {
            return;
        }
        air.lock();
        try {
            tracks[track.id()] = track;
            await(track);
            if (isOver || !air.carries(this)) {
                return;
            }
            air.track(track);
        } finally {
            air.unlock();
        }
        air.wake();
        stream.tracksChanged();
    }

    private void await(Track track) {
        if (track.kind() == TrackKind.VIDEO) {
            awaited |= 1L << track.id();
        }
    }

    /// Memory for `sizeBytes`, or null when the log has no room: then the frame is dropped, and so
    /// is every picture until the next keyframe of its track. Null too when the publication is
    /// over.
    public @Nullable Claim claim(int sizeBytes) {
        air.lock();
        try {
            if (isOver) {
                return null;
            }
            var block = air.log().reserve(sizeBytes);
            if (block != null) {
                return new Claim(this, block, air.log().reservedOffset(), sizeBytes);
            }
            // Whose frame it is the publisher knows only later; all pictures may refer to it.
            awaitAll();
            air.dropped();
        } finally {
            air.unlock();
        }
        stream.dropping();
        return null;
    }

    private void awaitAll() {
        for (var track : tracks) {
            if (track != null) {
                await(track);
            }
        }
    }

    /// Appends a frame whose bytes are in `block`, which the caller holds.
    boolean commit(Sample sample, Block block, int offset, int sizeBytes) {
        var track = described(sample.trackId());
        boolean isTaking;
        boolean isJump;
        air.lock();
        try {
            if (isOver || isUndecodable(sample)) {
                return false;
            }
            isTaking = !air.carries(this);
            if (isTaking && !take(sample, track)) {
                return false;
            }
            isJump = breaks(sample, track);
            if (isJump) {
                awaitAll();
            }
            if (isUndecodable(sample)) {
                return false;
            }
            awaited &= ~(1L << track.id());
            if (!air.frame(sample, track, block, offset, sizeBytes)) {
                return false;
            }
        } finally {
            air.unlock();
        }
        air.wake();
        if (isTaking || isJump) {
            stream.wentOnAir(this, isTaking);
        }
        return true;
    }

    /// Whether `sample` does not continue what came before it.
    private boolean breaks(Sample sample, Track track) {
        if (isInterrupted) {
            isInterrupted = false;
            air.interrupt();
            return true;
        }
        return air.jumps(sample, track);
    }

    /// The next frame does not continue what came before it, whatever its time.
    void interrupt() {
        isInterrupted = true;
    }

    private boolean isUndecodable(Sample sample) {
        boolean isLost = (awaited & 1L << sample.trackId()) != 0 && !sample.isKeyframe();
        if (isLost) {
            air.meter().undecodable();
        }
        return isLost;
    }

    private Track described(int trackId) {
        var track = trackId < 1 || trackId > MAX_TRACKS ? null : tracks[trackId];
        if (track == null) {
            throw new IllegalArgumentException("trackId=" + trackId + " was not described");
        }
        return track;
    }

    private boolean take(Sample sample, Track track) {
        if (!mayStart(sample, track) || !air.take(this, all())) {
            return false;
        }
        isInterrupted = false;
        awaitAll();
        return true;
    }

    /// Whether `sample` is one to come on air with: after another, sound waits for the picture, but
    /// not for one that never comes.
    private boolean mayStart(Sample sample, Track track) {
        if (track.kind() == TrackKind.VIDEO) {
            return sample.isKeyframe();
        }
        return !air.log().hasFrames() || !hasVideo() || hasWaitedInVain();
    }

    private boolean hasVideo() {
        for (var track : tracks) {
            if (track != null && track.kind() == TrackKind.VIDEO) {
                return true;
            }
        }
        return false;
    }

    private boolean hasWaitedInVain() {
        long nowNanos = air.nowNanos();
        if (!isWaiting) {
            isWaiting = true;
            waitingNanos = nowNanos;
        }
        return nowNanos - waitingNanos >= LONGEST_WAIT_NANOS;
    }

    private List<Track> all() {
        var all = new ArrayList<Track>();
        for (var track : tracks) {
            if (track != null) {
                all.add(track);
            }
        }
        return all;
    }

    /// `whenOver` is called once, with the reason in words for people, when somebody else ends the
    /// publication: another publisher, or who disables, completes or removes the stream (not when
    /// [#close] ends it). On the thread that does that, or at once if it has happened already.
    public void onOver(Consumer<String> whenOver) {
        String why;
        synchronized (this) {
            why = whyTaken;
            if (why == null) {
                told = Objects.requireNonNull(whenOver);
                return;
            }
        }
        whenOver.accept(why);
    }

    /// Whether frames of this publication are no longer taken.
    public boolean isOver() {
        return isOver;
    }

    /// No frame is taken any more when this returns.
    ///
    /// @return whether it was not over before
    boolean finish() {
        air.lock();
        try {
            boolean was = isOver;
            isOver = true;
            return !was;
        } finally {
            air.unlock();
        }
    }

    /// Tells the publisher that it is over, though it did not close.
    void tell(String why) {
        Consumer<String> whenOver;
        synchronized (this) {
            whyTaken = why;
            whenOver = told;
            told = null;
        }
        if (whenOver != null) {
            whenOver.accept(why);
        }
    }

    /// Ends the turn and opens the reconnect window. May be called again, and on any thread.
    @Override
    public void close() {
        if (finish()) {
            stream.left(this);
        }
    }
}
