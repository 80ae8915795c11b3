package dev.anabranch.packager;

import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import java.util.ArrayList;

/// The pictures of a rendition that can be shown by themselves, for an I-frame playlist
/// (draft-pantos-hls-rfc8216bis, 4.4.3.6). Each lasts until the next is shown, the first from the
/// rendition's start and the last to its end, so that together they last as long as its segments.
/// Immutable.
public final class IFrames {

    private final SegmentTimes times;
    private final SegmentSizes sizes;
    private final int[] segments;
    private final long[] offsets;

    private IFrames(SegmentTimes times, SegmentSizes sizes, int[] segments, long[] offsets) {
        this.times = times;
        this.sizes = sizes;
        this.segments = segments;
        this.offsets = offsets;
    }

    /// @param times of the segments that `segmenter` makes of `track` and maybe others
    static IFrames of(Segmenter segmenter, SegmentTimes times, PlacedTrack track)
            throws MediaFormatException {
        var found = new ArrayList<KeyPicture>();
        var starts = new ArrayList<Long>();
        var segments = new ArrayList<Integer>();
        for (int n = 0; n < times.count(); n++) {
            for (var picture : segmenter.keyPictures(n)) {
                long start = start(track, picture, times);
                boolean isFirst = found.isEmpty();
                if (isFirst || start > starts.getLast()) {
                    found.add(picture);
                    starts.add(isFirst ? times.startTicks(0) : start);
                    segments.add(n);
                }
            }
        }
        starts.add(times.startTicks(times.count()));
        var shown =
                new SegmentTimes(
                        times.clock(),
                        starts.stream().mapToLong(Long::longValue).toArray(),
                        new int[] {0, found.size()});
        return new IFrames(
                shown,
                new SegmentSizes(shown, found.stream().mapToLong(KeyPicture::sizeBytes).toArray()),
                segments.stream().mapToInt(Integer::intValue).toArray(),
                found.stream().mapToLong(KeyPicture::offsetBytes).toArray());
    }

    private static long start(PlacedTrack track, KeyPicture picture, SegmentTimes times) {
        return new Timestamp(track.shownAt(picture.sample()), track.clock())
                .on(times.clock())
                .ticks();
    }

    public int count() {
        return segments.length;
    }

    /// When each is shown, and how long.
    public SegmentTimes times() {
        return times;
    }

    /// How many bytes each takes.
    public SegmentSizes sizes() {
        return sizes;
    }

    /// In which segment picture `i` lies.
    public int segment(int i) {
        return segments[i];
    }

    /// Where in its segment picture `i` begins.
    public long offsetBytes(int i) {
        return offsets[i];
    }
}
