package dev.anabranch.live;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The picture and the sound of a stream that a ladder is made of: the first of each that was
/// described, while it comes. Owned by the thread of its stream.
final class SourceTracks {

    /// Nothing is made of a track that does not come while another one does: what is made of the
    /// other would wait for it.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Set<Integer> heard = new HashSet<>();
    private final Set<Integer> absent = new HashSet<>();
    private Optional<Track> video = Optional.empty();
    private Optional<Track> audio = Optional.empty();
    private long heardNanos; // when the first of them came

    /// What has become known of a track.
    enum Change {
        /// It is none of the two.
        NONE,
        /// It was known like this.
        SAME,
        OTHER
    }

    Change describe(Track track) {
        var before = track.kind() == TrackKind.VIDEO ? video : audio;
        if (before.isPresent() && before.get().id() != track.id()) {
            return Change.NONE;
        }
        switch (track.kind()) {
            case VIDEO -> video = Optional.of(track);
            case AUDIO -> audio = Optional.of(track);
            case TEXT, METADATA -> {
                return Change.NONE;
            }
        }
        boolean isSame = before.isPresent() && before.get().codec().decodes(track.codec());
        return isSame ? Change.SAME : Change.OTHER;
    }

    /// A publisher may come back with less than the one before, and the kernel describes all that a
    /// stream has had.
    void beginAnew() {
        heard.clear();
        absent.clear();
    }

    /// A frame of a track has come.
    ///
    /// @return whether it had been missing
    boolean hear(int trackId, long nowNanos) {
        if (heard.isEmpty()) {
            heardNanos = nowNanos;
        }
        return heard.add(trackId) && absent.remove(trackId);
    }

    /// Those that are missing from now on.
    Set<Integer> missing(long nowNanos) {
        if (heard.isEmpty() || nowNanos - heardNanos < PATIENCE.toNanos()) {
            return Set.of();
        }
        var missing =
                Stream.concat(video.stream(), audio.stream())
                        .map(Track::id)
                        .filter(id -> !heard.contains(id) && !absent.contains(id))
                        .collect(Collectors.toSet());
        absent.addAll(missing);
        return missing;
    }

    /// Whether it is the picture, missing or not.
    boolean isPicture(int trackId) {
        return video.filter(track -> track.id() == trackId).isPresent();
    }

    /// One of the two, missing or not.
    Optional<Track> track(int trackId) {
        return Stream.concat(video.stream(), audio.stream())
                .filter(track -> track.id() == trackId)
                .findFirst();
    }

    Optional<Track> video() {
        return there(video);
    }

    Optional<Track> audio() {
        return there(audio);
    }

    private Optional<Track> there(Optional<Track> described) {
        return described.filter(track -> !absent.contains(track.id()));
    }
}
