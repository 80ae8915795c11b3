package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An M3U8 playlist (draft-pantos-hls-rfc8216bis-22): immutable, rendered by [#toBytes], read by
/// [PlaylistParser].
public sealed interface Playlist permits MediaPlaylist, MultivariantPlaylist {

    /// The EXT-X-VERSION; 1 when the playlist has none.
    int version();

    /// Whether EXT-X-INDEPENDENT-SEGMENTS says that each segment decodes by itself.
    boolean hasIndependentSegments();

    @Nullable Start start();

    List<Define> defines();

    /// UTF-8, lines end in LF.
    byte[] toBytes();

    /// The lowest EXT-X-VERSION that section 8 allows for what this playlist contains.
    default int minimumVersion() {
        return ProtocolVersion.minimum(this);
    }
}
