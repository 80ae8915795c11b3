package dev.anabranch.origin;

import java.util.List;
import java.util.stream.Stream;

/// What is at the addresses of one [Origin].
///
/// @param catalogue files, below `/p/`; closed with the origin
/// @param live streams, below `/live/`
/// @param annexes other modules' addresses; the first that takes one answers
public record Site(Catalogue catalogue, LiveDirectory live, List<Annex> annexes) {

    public Site {
        annexes = List.copyOf(annexes);
    }

    /// Files alone.
    public static Site of(Catalogue catalogue) {
        return new Site(catalogue, LiveDirectory.NONE, List.of());
    }

    public Site withLive(LiveDirectory directory) {
        return new Site(catalogue, directory, annexes);
    }

    public Site withAnnex(Annex annex) {
        return new Site(
                catalogue, live, Stream.concat(annexes.stream(), Stream.of(annex)).toList());
    }
}
