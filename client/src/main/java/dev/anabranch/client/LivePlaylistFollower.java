package dev.anabranch.client;

import dev.anabranch.client.Directives.Skipping;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.DeltaUpdates;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.PlaylistParser;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows one live media playlist as a player does (draft-pantos-hls-rfc8216bis, 6.3.4, 6.3.7,
/// 6.3.8): by blocking reload where the server has it, else by the clock; by delta updates, which
/// are merged, where what is known is young enough.
///
/// Used by one thread, which [#next] blocks. Holds one version of the playlist.
public final class LivePlaylistFollower {

    private static final int BLOCK_TARGETS = 3;

    private final Transport transport;
    private final PlaybackClock clock;
    private final FollowSettings settings;
    private URI address;
    private @Nullable MediaPlaylist known;
    private long askedNanos;
    private long changedNanos;
    private boolean hasChanged = true;

    public LivePlaylistFollower(
            Transport transport, PlaybackClock clock, URI address, FollowSettings settings) {
        this.transport = transport;
        this.clock = clock;
        this.address = address;
        this.settings = settings;
    }

    /// Where the playlist is, after redirects.
    public URI address() {
        return address;
    }

    /// The newest version.
    public Optional<MediaPlaylist> playlist() {
        return Optional.ofNullable(known);
    }

    /// Waits as long as the server asks for, asks, and says what came. After a refusal or an
    /// exception the next call asks anew, not before half a target duration has passed.
    ///
    /// @throws TransportException when there is no whole answer
    /// @throws MediaFormatException when the answer is no media playlist; what is known stays
    public Reload next() throws TransportException, MediaFormatException, InterruptedException {
        var playlist = known;
        if (playlist == null) {
            return ask(Directives.NONE);
        }
        if (playlist.hasEnded()) {
            return new Reload.Ended();
        }
        var directives = directives(playlist);
        if (!directives.isBlocking()) {
            clock.awaitNanos(askedNanos + reloadNanos(playlist));
        }
        return ask(directives.skipping(skipping(playlist)));
    }

    private Directives directives(MediaPlaylist playlist) {
        var control = playlist.serverControl();
        boolean isBlocking = settings.canBlock() && control != null && control.canBlockReload();
        // A refusal must not become a storm: it is waited out as an unchanged playlist is.
        if (!isBlocking || !hasChanged) {
            return Directives.NONE;
        }
        boolean hasParts = settings.hasParts() && playlist.partInf() != null;
        return PlaylistEdge.of(playlist).next(hasParts);
    }

    /// A target duration after a change, half of one after none (6.3.4).
    private long reloadNanos(MediaPlaylist playlist) {
        long targetNanos = Duration.ofSeconds(playlist.targetDuration()).toNanos();
        return hasChanged ? targetNanos : targetNanos / 2;
    }

    /// A delta update only while the own copy is younger than half the skip boundary (6.3.7).
    private Skipping skipping(MediaPlaylist playlist) {
        var control = playlist.serverControl();
        if (!settings.hasDeltas() || control == null || control.canSkipUntil() == null) {
            return Skipping.NOTHING;
        }
        long ageNanos = clock.nanos() - changedNanos;
        if (ageNanos > control.canSkipUntil().toDuration().toNanos() / 2) {
            return Skipping.NOTHING;
        }
        return control.canSkipDateRanges() ? Skipping.SEGMENTS_AND_DATE_RANGES : Skipping.SEGMENTS;
    }

    private Reload ask(Directives directives)
            throws TransportException, MediaFormatException, InterruptedException {
        hasChanged = false;
        askedNanos = clock.nanos();
        var answer = transport.get(Request.playlist(directives.on(address), timeout(directives)));
        if (!answer.isSuccess()) {
            return new Reload.Refused(directives, answer);
        }
        if (directives.equals(Directives.NONE)) {
            address = answer.address();
        }
        var parsed = PlaylistParser.parse(answer.body(), settings.parsing());
        var media = parsed.media();
        var previous = known;
        var whole =
                previous == null && media.skip() == null
                        ? Optional.of(media)
                        : previous == null
                                ? Optional.<MediaPlaylist>empty()
                                : DeltaUpdates.merge(previous, media);
        if (whole.isEmpty()) {
            // What was skipped is not known here: only the whole playlist helps (6.3.7).
            if (directives.skip() == Skipping.NOTHING) {
                throw MediaFormatException.malformed(
                        address.toString(), "a delta update that nobody asked for");
            }
            return ask(directives.skipping(Skipping.NOTHING));
        }
        hasChanged = !whole.get().equals(previous);
        known = whole.get();
        changedNanos = answer.timing().lastByteNanos();
        return hasChanged
                ? new Reload.Changed(directives, answer, parsed, whole.get())
                : new Reload.Unchanged(directives, answer);
    }

    private Duration timeout(Directives directives) {
        var playlist = known;
        if (playlist == null || !directives.isBlocking()) {
            return settings.timeout();
        }
        return settings.timeout().plusSeconds(BLOCK_TARGETS * playlist.targetDuration());
    }
}
