/// M3U8 playlists (draft-pantos-hls-rfc8216bis): values, parsing and rendering.
@NullMarked
package dev.anabranch.media.hls;

import org.jspecify.annotations.NullMarked;
