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

    private final LiveStream stream;
    private final Kernel kernel;
    private final List<StandIn> standIns = new ArrayList<>();

    /// Set when the stream was ended on purpose: nothing stands in until its publisher has come
    /// again.
    private boolean isHeld;

    FailoverSwitch(LiveStream stream, Kernel kernel) {
        this.stream = stream;
        this.kernel = kernel;
    }

    /// Looks again at who is there. Called when a publisher came or went, and each second.
    void reconsider() {
        var settings = stream.settings().failover();
        if (settings.equals(Failover.NONE) && !hasAny()) {
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

    private @Nullable String wanted(Failover settings) {
        if (isHeld || stream.state() == StreamState.DISABLED || stream.isAlive(kernel.nowNanos())) {
            return null;
        }
        for (var name : settings.backups()) {
            if (backup(name).isPresent()) {
                return name.toString();
            }
        }
        return settings.slate().isPresent() && stream.state() == StreamState.ACTIVE
                ? SlateShow.LABEL
                : null;
    }

    private Optional<LiveStream> backup(StreamName name) {
        return name.equals(stream.name())
                ? Optional.empty()
                : kernel.find(name).filter(LiveStream::isPublished);
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

    /// Who stands in now.
    synchronized Optional<String> onAir() {
        return standIns.stream().filter(this::isOnAir).map(StandIn::label).findFirst();
    }

    private boolean isOnAir(StandIn standIn) {
        return Objects.equals(stream.air().onAirNow(), standIn.publication());
    }
}
