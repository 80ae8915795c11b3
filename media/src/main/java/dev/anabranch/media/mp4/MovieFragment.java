package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `moof` box: the samples of one stretch of time (ISO/IEC 14496-12, 8.8.4).
///
/// Boxes it may hold besides (`senc`, `saiz`, `saio`, `subs`, `sbgp`, `uuid`) are passed over.
record MovieFragment(MovieFragmentHeader header, List<TrackFragment> tracks) {

    /// A `moof` longer than this is refused.
    static final int MAX_BYTES = 32 * 1024 * 1024;

    /// More track fragments in one `moof` than this are refused.
    static final int MAX_TRACKS = 4096;

    /// @param box the payload of the `moof`
    static MovieFragment parse(BoxReader box, TrackFragmentHeader.Defaults defaults)
            throws MediaFormatException {
        // Some packagers leave mfhd out; nothing here depends on it.
        var header = new MovieFragmentHeader(0);
        var tracks = new ArrayList<TrackFragment>();
        for (Optional<Box> next = box.child(); next.isPresent(); next = box.child()) {
            var child = next.get();
            if (child.type().equals("mfhd")) {
                header = MovieFragmentHeader.parse(child.payload());
            }
            if (child.type().equals("traf")) {
                if (tracks.size() == MAX_TRACKS) {
                    throw MediaFormatException.limit(
                            box.where(), "track fragment count", MAX_TRACKS + 1L, MAX_TRACKS);
                }
                tracks.add(TrackFragment.parse(child.payload(), defaults));
            }
        }
        return new MovieFragment(header, tracks);
    }
}
