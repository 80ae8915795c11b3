package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What segments that leave a playlist leave behind: their EXT-X-MAP and EXT-X-KEYs still hold, and
/// the wall clock runs on.
final class Carried {

    private Carried() {}

    /// The tags of `first` with what holds for it because of the segments before.
    static List<SegmentTag> over(List<MediaSegment> gone, MediaSegment first) {
        var carried = new ArrayList<>(held(gone, first));
        var time = first.programDateTime() == null ? time(gone, first) : null;
        if (time != null) {
            carried.add(time);
        }
        carried.addAll(first.tags());
        return carried;
    }

    /// The EXT-X-KEYs and the EXT-X-MAP of the segments before that hold for `first`, which has
    /// none of its own.
    static List<SegmentTag> held(List<MediaSegment> gone, MediaSegment first) {
        var held = new ArrayList<SegmentTag>();
        if (first.keys().isEmpty()) {
            held.addAll(keys(gone));
        }
        var map = first.map() == null ? map(gone) : null;
        if (map != null) {
            held.add(map);
        }
        return held;
    }

    private static @Nullable MapSection map(List<MediaSegment> gone) {
        for (int i = gone.size() - 1; i >= 0; i--) {
            var map = gone.get(i).map();
            if (map != null) {
                return map;
            }
        }
        return null;
    }

    /// One for each key format; METHOD=NONE ends them all (4.4.4.4).
    private static List<Key> keys(List<MediaSegment> gone) {
        var keys = new LinkedHashMap<String, Key>();
        for (var segment : gone) {
            for (var key : segment.keys()) {
                if (key.method().equals(Key.NONE)) {
                    keys.clear();
                }
                keys.put(Objects.requireNonNullElse(key.keyFormat(), ""), key);
            }
        }
        return List.copyOf(keys.values());
    }

    private static @Nullable ProgramDateTime time(List<MediaSegment> gone, MediaSegment first) {
        if (first.hasDiscontinuity()) {
            return null;
        }
        var since = Decimal.ZERO;
        for (int i = gone.size() - 1; i >= 0; i--) {
            var segment = gone.get(i);
            since = since.plus(segment.duration());
            var time = segment.programDateTime();
            if (time != null) {
                return ProgramDateTime.of(time.instant().plus(since.toDuration()));
            }
            if (segment.hasDiscontinuity()) {
                return null;
            }
        }
        return null;
    }
}
