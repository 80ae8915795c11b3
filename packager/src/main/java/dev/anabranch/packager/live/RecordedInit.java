package dev.anabranch.packager.live;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.MovieExtends;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.media.mp4.TrackExtends;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// An initialization section of a recorded rendition, read.
///
/// @param number counted from 0 in its rendition
/// @param liveNumber what it is called in the live playlists
/// @param track what it describes, without samples
/// @param defaults the `trex` of each track, by its number
record RecordedInit(
        int number, int liveNumber, IndexedTrack track, Map<Integer, TrackExtends> defaults) {

    /// A longer one is refused.
    static final int MAX_BYTES = 1 << 20;

    RecordedInit {
        defaults = Map.copyOf(defaults);
    }

    /// @throws MediaFormatException when it is no CMAF header of one track
    static RecordedInit of(int number, int liveNumber, byte[] bytes) throws MediaFormatException {
        var where = "init " + liveNumber;
        try {
            var tracks = MovieReader.read(ByteSource.of(bytes)).tracks();
            if (tracks.size() != 1) {
                throw MediaFormatException.malformed(where, tracks.size() + " tracks, not one");
            }
            var track = tracks.getFirst();
            var defaults = new HashMap<>(MovieExtends.ofInit(ByteBuffer.wrap(bytes)).tracks());
            defaults.putIfAbsent(track.track().id(), TrackExtends.of(track.track().id()));
            return new RecordedInit(number, liveNumber, track, defaults);
        } catch (IOException beyondTheArray) {
            throw MediaFormatException.malformed(where, "it is cut short");
        }
    }

    /// Its name in the folder: `init.mp4` is number 0, `init-2.mp4` number 1, as those of a
    /// packaged file.
    static String file(int number) {
        return number == 0 ? "init.mp4" : "init-" + (number + 1) + ".mp4";
    }
}
