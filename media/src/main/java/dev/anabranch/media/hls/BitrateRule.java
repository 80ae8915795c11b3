package dev.anabranch.media.hls;

import java.util.function.IntToLongFunction;

/// O22: EXT-X-BITRATE is within 10 % of the rate of each segment it applies to (4.4.4.8).
final class BitrateRule implements MediaRule {

    private static final String ID = "O22";
    private static final int LOW_PERCENT = 90;
    private static final int HIGH_PERCENT = 110;

    private final IntToLongFunction segmentBytes;

    /// @param segmentBytes the size of the segment with an index in [MediaPlaylist#segments]
    BitrateRule(IntToLongFunction segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        Bitrate bitrate = null;
        for (int i = 0; i < playlist.segments().size(); i++) {
            var segment = playlist.segments().get(i);
            var stated = MediaSegment.first(segment.tags(), Bitrate.class);
            bitrate = stated == null ? bitrate : stated;
            if (bitrate == null || segment.byteRange() != null || segment.isGap()) {
                continue;
            }
            double seconds = segment.duration().toDouble();
            double actual = segmentBytes.applyAsLong(i) * 8 / seconds / 1000;
            double percent = 100 * bitrate.kilobitsPerSecond() / actual;
            if (percent < LOW_PERCENT || percent > HIGH_PERCENT) {
                breaches.must(
                        ID,
                        breaches.segment(i),
                        "EXT-X-BITRATE says %d kbit/s, the segment has %.0f"
                                .formatted(bitrate.kilobitsPerSecond(), actual));
            }
        }
    }
}
