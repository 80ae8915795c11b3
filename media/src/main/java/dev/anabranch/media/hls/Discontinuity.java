package dev.anabranch.media.hls;

/// EXT-X-DISCONTINUITY (4.4.4.3): format, tracks or timestamps change between the segment before
/// and the segment it applies to.
public record Discontinuity() implements SegmentTag {

    static final String TAG = "EXT-X-DISCONTINUITY";

    static Discontinuity parse(LineReader line) throws LineException {
        line.end();
        return new Discontinuity();
    }

    void write(LineWriter out) {
        out.tag(TAG).newLine();
    }
}
