package dev.anabranch.media.hls;

/// EXT-X-SESSION-KEY (4.4.6.5): a key of the Media Playlists, told early.
public record SessionKey(Key key) implements MultivariantTag {

    static final String TAG = "EXT-X-SESSION-KEY";

    public SessionKey {
        if (key.isNone()) {
            throw new IllegalArgumentException("a session key with METHOD=NONE");
        }
    }

    static SessionKey parse(AttributeReader in) throws LineException {
        var key = Key.parse(in);
        if (key.isNone()) {
            throw new LineException("METHOD must not be NONE");
        }
        return new SessionKey(key);
    }

    void write(LineWriter out) {
        key.write(TAG, out);
    }
}
