package dev.anabranch.packager.check;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.mp4.MovieExtends;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.media.mp4.TrackExtends;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An init segment, read.
///
/// @param part where it lies
/// @param defaults the `trex` of each track
record InitFacts(
        Part part,
        List<String> brands,
        List<TrackFormat> tracks,
        Map<Integer, TrackExtends> defaults) {

    InitFacts {
        brands = List.copyOf(brands);
        tracks = List.copyOf(tracks);
        defaults = Map.copyOf(defaults);
    }

    static InitFacts read(Part part, byte[] bytes) throws MediaFormatException {
        try {
            var movie = MovieReader.read(ByteSource.of(bytes));
            var defaults = new HashMap<>(MovieExtends.ofInit(ByteBuffer.wrap(bytes)).tracks());
            var tracks = new ArrayList<TrackFormat>();
            for (var track : movie.tracks()) {
                tracks.add(TrackFormat.of(track));
                defaults.putIfAbsent(track.track().id(), TrackExtends.of(track.track().id()));
            }
            return new InitFacts(part, movie.brands(), tracks, defaults);
        } catch (IOException beyondTheArray) {
            throw MediaFormatException.malformed(
                    "", "it is cut short: " + beyondTheArray.getMessage());
        }
    }

    Optional<TrackFormat> track(int id) {
        return tracks.stream().filter(track -> track.id() == id).findFirst();
    }

    /// Whether its tracks are decoded as those of `other` with the same numbers.
    boolean decodes(InitFacts other) {
        return tracks.stream()
                .allMatch(track ->
                        other.track(track.id())
                                .filter(one -> !track.codec().decodes(one.codec()))
                                .isEmpty());
    }

    /// Whether it says to keep the rules of CMAF (ISO/IEC 23000-19, 7.2).
    boolean isCmaf() {
        return brands.contains("cmfc") || brands.contains("cmf2");
    }
}
