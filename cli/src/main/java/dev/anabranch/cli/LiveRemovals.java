package dev.anabranch.cli;

import dev.anabranch.client.PlaylistEdge;
import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a live playlist no longer lists, and when it must still be there (6.2.2).
final class LiveRemovals {

    private LiveRemovals() {}

    /// Something to ask for again.
    ///
    /// @param delay how long after its removal
    record Removal(String address, Duration delay, boolean isPart) {}

    /// What `now` lists no more: segments, asked for after half of what they last, and the first
    /// part of each segment that lost its parts, gaps aside, asked for a target duration later.
    static List<Removal> between(MediaPlaylist before, MediaPlaylist now, String playlist) {
        var removals = new ArrayList<Removal>();
        long end = PlaylistEdge.of(before).msn();
        for (long msn = before.firstListedSequence(); msn < end; msn++) {
            var old = segment(before, msn);
            if (msn < now.mediaSequence()) {
                if (old.byteRange() == null && !old.isGap()) {
                    var address = UrlReference.resolve(playlist, old.uri());
                    removals.add(
                            new Removal(address, old.duration().toDuration().dividedBy(2), false));
                }
                continue;
            }
            boolean hasLostParts =
                    !old.parts().isEmpty()
                            && msn < PlaylistEdge.of(now).msn()
                            && segment(now, msn).parts().isEmpty();
            if (hasLostParts) {
                old.parts().stream()
                        .filter(part -> !part.isGap() && part.byteRange() == null)
                        .findFirst()
                        .map(part -> UrlReference.resolve(playlist, part.uri()))
                        .ifPresent(address ->
                                removals.add(
                                        new Removal(
                                                address,
                                                Duration.ofSeconds(now.targetDuration()),
                                                true)));
            }
        }
        return removals;
    }

    private static MediaSegment segment(MediaPlaylist playlist, long msn) {
        return playlist.segments().get((int) (msn - playlist.firstListedSequence()));
    }
}
