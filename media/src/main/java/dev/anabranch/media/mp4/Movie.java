package dev.anabranch.media.mp4;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Timescale;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An MP4 or QuickTime file as its `moov` box describes it.
///
/// @param brands the major brand first, then the compatible ones; empty in files from before brands
/// @param timescale the movie's clock; empty when the file has none
/// @param durationTicks on the movie's clock, -1 when unknown
/// @param creationTime when the file says it was made
/// @param tracks in file order, those that cannot be used as opaque ones
/// @param isFragmented whether samples may come in `moof` boxes
/// @param warnings what was odd about the file and how it was taken, in sentences for a person
public record Movie(
        List<String> brands,
        Optional<Timescale> timescale,
        long durationTicks,
        Optional<Instant> creationTime,
        List<IndexedTrack> tracks,
        boolean isFragmented,
        List<String> warnings) {

    public Movie {
        brands = List.copyOf(brands);
        tracks = List.copyOf(tracks);
        warnings = List.copyOf(warnings);
    }
}
