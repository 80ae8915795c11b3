package dev.anabranch.media.hls;

import java.util.List;

/// EXT-X-I-FRAME-STREAM-INF (4.4.6.3): a playlist of the I-frames of the presentation.
///
/// @param uri its Media Playlist
/// @param stream what it shares with a variant
/// @param others attributes without meaning here
public record IFrameVariant(String uri, StreamProperties stream, List<Attribute> others)
        implements MultivariantTag {

    static final String TAG = "EXT-X-I-FRAME-STREAM-INF";

    public IFrameVariant {
        others = List.copyOf(others);
    }

    public IFrameVariant(String uri, StreamProperties stream) {
        this(uri, stream, List.of());
    }

    static IFrameVariant parse(AttributeReader in) throws LineException {
        String uri = in.quoted("URI");
        return new IFrameVariant(uri, StreamProperties.parse(in), in.others());
    }

    void write(LineWriter out) {
        stream.write(out.attributes(TAG)).quoted("URI", uri).others(others).newLine();
    }
}
