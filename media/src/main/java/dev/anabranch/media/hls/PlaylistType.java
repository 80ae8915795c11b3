package dev.anabranch.media.hls;

/// EXT-X-PLAYLIST-TYPE (4.4.3.5): how a Media Playlist may change.
public enum PlaylistType {
    /// Segments are only added at the end.
    EVENT,
    /// It does not change.
    VOD;

    static final String TAG = "EXT-X-PLAYLIST-TYPE";

    static PlaylistType parse(LineReader line) throws LineException {
        String text = line.rest();
        for (var type : values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw new LineException("the type is EVENT or VOD");
    }

    void write(LineWriter out) {
        out.tag(TAG).ascii(':').text(name()).newLine();
    }
}
