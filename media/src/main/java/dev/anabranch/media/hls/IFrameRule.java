package dev.anabranch.media.hls;

import org.jspecify.annotations.Nullable;

/// O21: the byte range of an I-frame does not reach into the initialization section (4.4.3.6).
final class IFrameRule implements MediaRule {

    private static final String ID = "O21";

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        if (!playlist.isIFramesOnly()) {
            return;
        }
        MapSection map = null;
        for (int i = 0; i < playlist.segments().size(); i++) {
            var segment = playlist.segments().get(i);
            map = segment.map() == null ? map : segment.map();
            if (overlaps(segment, map)) {
                breaches.must(
                        ID,
                        breaches.segment(i),
                        "the byte range of an I-frame includes its initialization section");
            }
        }
    }

    private static boolean overlaps(MediaSegment segment, @Nullable MapSection map) {
        if (map == null || !map.uri().equals(segment.uri())) {
            return false;
        }
        var frame = segment.byteRange();
        var section = map.byteRange();
        if (frame == null || section == null) {
            return true;
        }
        return frame.offset() < section.end() && section.offset() < frame.end();
    }
}
