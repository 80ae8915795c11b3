package dev.anabranch.media.hls;

import java.util.Arrays;
import java.util.IdentityHashMap;

/// On which line each tag and segment of a parsed playlist stood.
///
/// Tags are told apart by identity: an equal tag on another line is another tag.
public final class SourceLines {

    /// The lines of a playlist that was not parsed.
    static final SourceLines NONE = new SourceLines();

    private final IdentityHashMap<Object, Integer> tags = new IdentityHashMap<>();
    private int[] segments = new int[16];
    private int segmentCount;

    SourceLines() {}

    void tag(Object tag, int line) {
        tags.put(tag, line);
    }

    void segment(int line) {
        if (segmentCount == segments.length) {
            segments = Arrays.copyOf(segments, 2 * segmentCount);
        }
        segments[segmentCount++] = line;
    }

    /// The line of a tag, counted from 1; 0 when it is not from this playlist.
    public int of(Object tag) {
        return tags.getOrDefault(tag, 0);
    }

    /// The line of the URI of the segment with this index in [MediaPlaylist#segments], or 0.
    public int ofSegment(int index) {
        return index < segmentCount ? segments[index] : 0;
    }
}
