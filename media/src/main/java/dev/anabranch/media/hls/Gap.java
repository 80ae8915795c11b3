package dev.anabranch.media.hls;

/// EXT-X-GAP (4.4.4.7): the segment it applies to holds no media and should not be loaded.
public record Gap() implements SegmentTag {

    static final String TAG = "EXT-X-GAP";

    static Gap parse(LineReader line) throws LineException {
        line.end();
        return new Gap();
    }

    void write(LineWriter out) {
        out.tag(TAG).newLine();
    }
}
