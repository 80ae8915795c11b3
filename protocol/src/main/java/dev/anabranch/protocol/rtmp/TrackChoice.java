package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which of a stream's tracks somebody gets: all, with multitrack, or one of each kind without,
/// since programs that do not know multitrack stumble over it.
///
/// @param isMultitrack all of them
/// @param rank else the first (1), the second and so on of each kind; the last where there are
///   fewer
record TrackChoice(boolean isMultitrack, int rank) {

    static final TrackChoice FIRST = new TrackChoice(false, 1);
    static final TrackChoice ALL = new TrackChoice(true, 1);

    private static final String IN_QUERY = "track=";
    private static final int MAX_RANK = IngestTrack.MAX_TRACK + 1;

    TrackChoice {
        if (rank < 1 || rank > MAX_RANK) {
            throw new IllegalArgumentException("rank=" + rank);
        }
    }

    /// What a player asks for by `track=2` in its query; without, what it can take.
    static TrackChoice of(String query, boolean knowsMultitrack) {
        for (var pair : query.split("&", 32)) {
            if (pair.matches(IN_QUERY + "\\d{1,2}")) {
                int rank = Integer.parseInt(pair.substring(IN_QUERY.length()));
                return new TrackChoice(false, Math.clamp(rank, 1, MAX_RANK));
            }
        }
        return knowsMultitrack ? ALL : FIRST;
    }

    /// How each chosen track is sent, by its id.
    Map<Integer, Packetizer.Outlet> outlets(Collection<Track> tracks) {
        Map<Integer, Packetizer.Outlet> outlets = new TreeMap<>();
        for (var kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            var carried =
                    tracks.stream()
                            .filter(track -> track.kind() == kind)
                            .flatMap(track -> Packetizer.outlet(track, 0).stream())
                            .toList();
            if (!isMultitrack && !carried.isEmpty()) {
                var chosen = carried.get(Math.min(rank, carried.size()) - 1);
                outlets.put(chosen.track().id(), chosen);
                continue;
            }
            for (int i = 0; i < carried.size(); i++) {
                var track = carried.get(i).track();
                Packetizer.outlet(track, i).ifPresent(outlet -> outlets.put(track.id(), outlet));
            }
        }
        return outlets;
    }
}
