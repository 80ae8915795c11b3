package dev.anabranch.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what stands in for a stream's publisher: the first backup that is on air, else the
/// slate.
///
/// Whoever stands in goes on until its successor has its first keyframe. The monitor guards the
/// list; it is never held while a stand-in starts or stops.
final class FailoverSwitch {

    private static final long RETRY_NANOS = 10_000_000_000L;

    /// What a stand-in is given to come on air: the longest distance of keyframes that is not a
    /// fault.
    private static final long KEYFRAME_NANOS = 10_000_000_000L;

    private final LiveStream stream;
    private final Kernel kernel;
    private final List<StandIn> standIns = new ArrayList<>();

    /// Set when the stream was ended on purpose: nothing stands in until its publisher has come
    /// again.
    private boolean isHeld;

    /// Why the slate was not shown when it was tried last.
    private @Nullable String trouble;

    /// When a broken slate is tried again.
    private long retryNanos;

    FailoverSwitch(LiveStream stream, Kernel kernel) {
        this.stream = stream;
        this.kernel = kernel;
    }

    /// Looks again at who is there. Called when a publisher came or went, and each second.
    void reconsider() {
        var settings = stream.settings().failover();
        if (settings.isNone() && !hasAny()) {
            return;
        }
        var stopped = new ArrayList<StandIn>();
        var started = change(settings, stopped);
        stopped.forEach(StandIn::stop);
        if (started != null) {
            letGoOfSilent();
            started.start();
        }
    }

    private synchronized @Nullable StandIn change(Failover settings, List<StandIn> stopped) {
        standIns.forEach(this::judge);
        var wanted = wanted(settings);
        boolean isBackupComing = wanted != null && !wanted.equals(SlateShow.LABEL);
        for (var standIn : List.copyOf(standIns)) {
            boolean mayStay =
                    standIn.label().equals(wanted) && !standIn.publication().isOver()
                            || isBackupComing && standIn instanceof SlateShow;
            if (!mayStay) {
                standIns.remove(standIn);
                stopped.add(standIn);
            }
        }
        if (wanted == null || standIns.stream().anyMatch(one -> one.label().equals(wanted))) {
            return null;
        }
        var standIn = create(settings, wanted);
        standIns.add(standIn);
        return standIn;
    }

    /// Notes whether a slate could be shown.
    private void judge(StandIn standIn) {
        if (standIn instanceof SlateShow show) {
            trouble = show.trouble();
            retryNanos = kernel.nowNanos() + RETRY_NANOS;
        }
    }

    private @Nullable String wanted(Failover settings) {
        if (isHeld
                || stream.state() == StreamState.DISABLED
                || stream.isAlive(kernel.nowNanos(), settings.silence().toNanos())) {
            return null;
        }
        for (var name : settings.backups()) {
            if (backup(name, settings.silence().toNanos()).isPresent()) {
                return name.toString();
            }
        }
        boolean isShowable =
                settings.slate().isPresent()
                        && stream.state() == StreamState.ACTIVE
                        && (trouble == null || kernel.nowNanos() - retryNanos >= 0);
        return isShowable ? SlateShow.LABEL : null;
    }

    private Optional<LiveStream> backup(StreamName name, long silenceNanos) {
        return name.equals(stream.name())
                ? Optional.empty()
                : kernel.find(name).filter(other -> other.isAlive(kernel.nowNanos(), silenceNanos));
    }

    private StandIn create(Failover settings, String wanted) {
        if (wanted.equals(SlateShow.LABEL)) {
            var peer = new Peer("slate", "", wanted);
            return new SlateShow(
                    settings.slate().orElseThrow(),
                    new Publication(stream, stream.air(), peer, Rank.SLATE),
                    kernel);
        }
        var peer = new Peer("relay", "", wanted);
        var name = settings.backups().stream().filter(one -> one.toString().equals(wanted));
        return new Relay(
                kernel.find(name.findFirst().orElseThrow()).orElseThrow(),
                new Publication(stream, stream.air(), peer, Rank.BACKUP));
    }

    /// A publisher that is connected and sends nothing comes back on air with its next keyframe.
    private void letGoOfSilent() {
        var silent = stream.primary();
        if (silent != null) {
            stream.air().release(silent);
        }
    }

    /// Stops those that have to give way to `publication`: of a pair that waits for each other's
    /// monitor, only the higher ever stops the lower.
    void wentOnAir(Publication publication) {
        var stopped = new ArrayList<StandIn>();
        synchronized (this) {
            isHeld &= publication.rank() != Rank.PRIMARY;
            for (var standIn : List.copyOf(standIns)) {
                var other = standIn.publication();
                if (other != publication && other.rank().compareTo(publication.rank()) <= 0) {
                    standIns.remove(standIn);
                    stopped.add(standIn);
                }
            }
        }
        stopped.forEach(StandIn::stop);
    }

    /// Nothing is to stand in until the publisher comes again; those who do are stopped with the
    /// next [#reconsider].
    synchronized void hold() {
        isHeld = true;
        finish();
    }

    /// The stream ends: those who stand in are stopped with the next [#reconsider].
    synchronized void finish() {
        for (var standIn : standIns) {
            standIn.publication().finish();
        }
    }

    private synchronized boolean hasAny() {
        return !standIns.isEmpty();
    }

    synchronized boolean hasBackup() {
        return standIns.stream().anyMatch(one -> one instanceof Relay && isOnAir(one));
    }

    /// How long the stream is to wait for what may still come, whatever its reconnect window.
    synchronized long waitNanos(Failover settings) {
        if (standIns.isEmpty()) {
            return 0;
        }
        boolean isShown =
                standIns.stream().anyMatch(one -> one instanceof SlateShow && isOnAir(one));
        return isShown ? settings.slateLimit().toNanos() : KEYFRAME_NANOS;
    }

    /// Why the slate cannot be shown.
    synchronized Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /// Who stands in now.
    synchronized Optional<String> onAir() {
        return standIns.stream().filter(this::isOnAir).map(StandIn::label).findFirst();
    }

    private boolean isOnAir(StandIn standIn) {
        return Objects.equals(stream.air().onAirNow(), standIn.publication());
    }
}
