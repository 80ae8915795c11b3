/// HTTP delivery: playlists, segments and player pages over HTTP/1.1 and HTTP/2, from folders or
/// made just in time.
@NullMarked
package dev.anabranch.origin;

import org.jspecify.annotations.NullMarked;
