package dev.anabranch.packager.check;

import dev.anabranch.media.hls.Discontinuity;
import dev.anabranch.media.hls.MediaPlaylist;
import java.util.ArrayList;
import java.util.List;

/// O25: renditions have their discontinuities at the same times and under the same numbers (6.2.4):
/// a player finds in one what belongs to the timeline of another by that number. Sound, subtitles
/// and I-frames are no exception.
final class DiscontinuityRule implements HlsPresentation.Rule {

    private static final String ID = "O25";
    private static final long NANOS = 1_000_000_000;

    @Override
    public void check(HlsPresentation presentation, Findings findings) {
        var main = presentation.main();
        if (main.isEmpty() || !main.get().playlist().hasEnded()) {
            return;
        }
        for (var rendition : presentation.renditions().values()) {
            rendition
                    .filter(one -> one.playlist().hasEnded())
                    .ifPresent(other -> compare(main.get(), other, findings));
        }
    }

    /// One that starts under another number starts at another time, which is not to be compared.
    private static void compare(HlsRendition main, HlsRendition other, Findings findings) {
        if (main.playlist().discontinuitySequence() != other.playlist().discontinuitySequence()) {
            return;
        }
        var expected = starts(main.playlist());
        var found = starts(other.playlist());
        long slack = main.playlist().targetDuration() * NANOS / 2;
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            boolean isBeyond =
                    i >= found.size() && expected.get(i) > other.nanos() - slack
                            || i >= expected.size() && found.get(i) > main.nanos() - slack;
            boolean isThere =
                    i < expected.size()
                            && i < found.size()
                            && Math.abs(expected.get(i) - found.get(i)) <= slack;
            if (!isThere && !isBeyond) {
                findings.must(
                        ID,
                        other.address(),
                        "EXT-X-DISCONTINUITY",
                        "number %d is at %s, in %s it is at %s"
                                .formatted(
                                        main.playlist().discontinuitySequence() + i + 1,
                                        at(found, i),
                                        main.address(),
                                        at(expected, i)));
                return;
            }
        }
    }

    private static String at(List<Long> starts, int i) {
        return i < starts.size() ? Clocks.seconds(starts.get(i)) : "no place";
    }

    /// When each discontinuity comes, since the playlist's start.
    private static List<Long> starts(MediaPlaylist playlist) {
        var starts = new ArrayList<Long>();
        long nanos = 0;
        for (var segment : playlist.segments()) {
            for (var tag : segment.tags()) {
                if (tag instanceof Discontinuity) {
                    starts.add(nanos);
                }
            }
            nanos += segment.duration().toDuration().toNanos();
        }
        return starts;
    }
}
