package dev.anabranch.live;

import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.kernel.Subscription;
import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What becomes of one stream of the kernel: its presentation, its recording, and where it is sent
/// on to. One virtual thread reads the stream and feeds them, woken by the publisher; everything
/// else is called by any thread.
public final class Broadcast {

    private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);

    /// For players that are behind, after the end.
    static final Duration RETENTION = Duration.ofMinutes(2);

    /// After a bug, which the same frames would meet again at once.
    private static final long PAUSE_SECONDS = 1;

    private final LiveStream stream;
    private final Broadcasts.Means means;
    private final Simulcast simulcast;
    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;

    private volatile BroadcastSettings settings;
    private volatile boolean isClosed;

    /// Why the last time on air ended before the stream did, until there is something to play
    /// again; written by the thread of this broadcast.
    private volatile @Nullable String failure;

    /// What is on air, or was before. Whoever takes one out closes it.
    private final AtomicReference<@Nullable Airing> airing = new AtomicReference<>();

    Broadcast(LiveStream stream, BroadcastSettings settings, Broadcasts.Means means) {
        this.stream = stream;
        this.settings = settings;
        this.means = means;
        this.simulcast = new Simulcast(stream.name(), means.relay());
        this.thread = Thread.ofVirtual().name("live " + stream.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// The state of the stream is another one; any thread, at once.
    void wake() {
        wakes.release();
    }

    public StreamName name() {
        return stream.name();
    }

    /// The kernel's side of it.
    public LiveStream stream() {
        return stream;
    }

    public BroadcastSettings settings() {
        return settings;
    }

    /// How it is cut and recorded holds from the next time on air.
    void use(BroadcastSettings others) {
        settings = others;
    }

    Simulcast simulcast() {
        return simulcast;
    }

    /// How each target fares, by its id.
    public Map<String, Relay.Report> targetReports() {
        return simulcast.reports();
    }

    /// What is on air, or was until a while ago.
    public Optional<LivePresentation> presentation() {
        return Optional.ofNullable(airing.get()).map(Airing::presentation);
    }

    /// What is kept of it, this time or the last one; empty when nothing is.
    public Optional<Recording> recording() {
        return Optional.ofNullable(airing.get()).flatMap(Airing::recording);
    }

    /// When it went on air, this time or the last one.
    public Optional<Instant> since() {
        return Optional.ofNullable(airing.get()).map(Airing::since);
    }

    /// How long after the arrival of its last frame the newest part could be fetched.
    public Duration segmentDelay() {
        return onAir().map(now -> Duration.ofNanos(Math.max(0, now.delayNanos())))
                .orElse(Duration.ZERO);
    }

    public BroadcastHealth health() {
        var warnings = new ArrayList<String>(onAir().map(Airing::warnings).orElse(List.of()));
        Optional.ofNullable(failure).ifPresent(warnings::add);
        return BroadcastHealth.of(stream.health(), warnings);
    }

    private Optional<Airing> onAir() {
        return Optional.ofNullable(airing.get()).filter(now -> now.endedAt().isEmpty());
    }

    private void run() {
        while (!isClosed) {
            try {
                if (stream.state() == StreamState.ACTIVE) {
                    follow();
                } else {
                    wakes.acquire();
                }
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException | OutOfMemoryError bug) {
                // Without the memory for one stream the others go on, and this one begins anew.
                LOG.error("stream {} failed", stream.name(), bug);
                failure = "Ended by a failure, to begin anew: " + bug;
                end();
                pause();
            }
        }
        end();
    }

    private void pause() {
        try {
            var _ = wakes.tryAcquire(PAUSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            isClosed = true;
        }
    }

    /// A stream that is idle has no reader of ours: it could not be forgotten.
    private void follow() throws InterruptedException {
        try (var subscription = stream.subscribe(wakes::release)) {
            follow(subscription);
        }
    }

    /// Until the end of the stream, or ours.
    private void follow(Subscription subscription) throws InterruptedException {
        while (!isClosed) {
            if (!subscription.next()) {
                if (stream.state() != StreamState.ACTIVE && onAir().isEmpty()) {
                    return;
                }
                onAir().ifPresent(Airing::work);
                wakes.acquire();
                continue;
            }
            switch (subscription.kind()) {
                case TRACK -> begun().sourceTrack(subscription.track());
                case FRAME -> frame(begun(), subscription);
                case DISCONTINUITY -> discontinuity();
                case END -> {
                    if (!subscription.isEvicted()) {
                        end();
                    } else {
                        // Frames are missing, the stream goes on.
                        discontinuity();
                    }
                    return;
                }
            }
        }
    }

    private void frame(Airing now, Subscription subscription) {
        now.frame(subscription.frame(), subscription.wallClock(), subscription.arrivalNanos());
        if (failure != null && now.presentation().multivariant().isPresent()) {
            failure = null;
        }
    }

    private void discontinuity() {
        onAir().ifPresent(Airing::discontinuity);
    }

    /// Begins when there is something to show.
    private Airing begun() {
        var now = airing.get();
        if (now != null && now.endedAt().isEmpty()) {
            return now;
        }
        var clocks = means.clocks();
        var next = new Airing(name(), settings.policy(), clocks.wall().instant(), clocks.nanos());
        if (!settings.ladder().isNothing()) {
            next.climb(settings.ladder(), means.encoder(), wakes::release);
        }
        if (settings.isRecorded()) {
            means.recordings().ifPresent(all -> next.record(all));
        }
        take(airing.getAndSet(next));
        simulcast.begin();
        LOG.info("stream {} is on air", stream.name());
        return next;
    }

    private static void take(@Nullable Airing last) {
        if (last != null) {
            last.close();
        }
    }

    private void end() {
        var now = onAir();
        if (now.isEmpty()) {
            return;
        }
        simulcast.end();
        try {
            now.get().end(means.clocks().wall().instant());
        } catch (RuntimeException | OutOfMemoryError bug) {
            LOG.error("stream {} has no proper end", stream.name(), bug);
        }
        LOG.info("stream {} is off air", stream.name());
    }

    /// Whether all that there was to read has been dealt with, for those who sent it.
    boolean isResting() {
        return wakes.availablePermits() == 0 && thread.getState() == Thread.State.WAITING;
    }

    /// Gives back what has been over for long enough.
    void tick(Instant now) {
        var last = airing.get();
        var isOver =
                last != null
                        && last.endedAt()
                                .filter(end -> now.isAfter(end.plus(RETENTION)))
                                .isPresent();
        if (isOver && airing.compareAndSet(last, null)) {
            take(last);
        }
    }

    /// Ends what is on air; returns when the recording is complete, a second call too.
    synchronized void close() throws InterruptedException {
        isClosed = true;
        wakes.release();
        thread.join();
        simulcast.close();
        take(airing.getAndSet(null));
    }
}
