package dev.anabranch.packager.live;

import java.time.Duration;

/// How a live stream is cut and how much of it stays.
///
/// @param segment what a segment aims at; it ends at the first keyframe at or after this less a
///   quarter
/// @param part what a part aims at; PART-TARGET is a whole number of frames close to it
/// @param longestSegment where a segment is cut without a keyframe
/// @param window how much media a playlist keeps, at least; six segments and three target durations
///   are kept in any case (draft-pantos-hls-rfc8216bis, 6.2.2)
/// @param isLowLatency whether playlists have parts; without, segments are still made of chunks
/// @param hasTransportStream whether there is a rendition of MPEG-TS segments too
public record LivePolicy(
        Duration segment,
        Duration part,
        Duration longestSegment,
        Duration window,
        boolean isLowLatency,
        boolean hasTransportStream) {

    private static final Duration SHORTEST_PART = Duration.ofMillis(50);
    private static final Duration SHORTEST_SEGMENT = Duration.ofMillis(500);
    private static final Duration LONGEST_SEGMENT = Duration.ofSeconds(60);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(30);

    public static final LivePolicy DEFAULT =
            new LivePolicy(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    true,
                    true);

    public LivePolicy {
        requireBetween("part", part, SHORTEST_PART, segment);
        requireBetween("segment", segment, SHORTEST_SEGMENT, longestSegment);
        requireBetween("longestSegment", longestSegment, segment, LONGEST_SEGMENT);
        requireBetween("window", window, Duration.ZERO, LONGEST_WINDOW);
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    name + "=" + value + " is not in " + least + ".." + most);
        }
    }
}
