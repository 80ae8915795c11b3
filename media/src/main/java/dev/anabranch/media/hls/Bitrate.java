package dev.anabranch.media.hls;

/// EXT-X-BITRATE (4.4.4.8): the rate, within 10 %, of every segment from here to the next such tag
/// that has no byte range.
///
/// @param kilobitsPerSecond at least 0
public record Bitrate(long kilobitsPerSecond) implements SegmentTag {

    static final String TAG = "EXT-X-BITRATE";

    public Bitrate {
        if (kilobitsPerSecond < 0) {
            throw new IllegalArgumentException("kilobitsPerSecond=" + kilobitsPerSecond);
        }
    }

    static Bitrate parse(LineReader line) throws LineException {
        return new Bitrate(line.lastInteger());
    }

    void write(LineWriter out) {
        out.tag(TAG).ascii(':').number(kilobitsPerSecond).newLine();
    }
}
