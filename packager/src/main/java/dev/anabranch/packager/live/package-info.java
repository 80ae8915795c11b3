/// A live stream as it grows: parts and segments cut from frames as they arrive, the playlists and
/// manifests of the moment, and the memory both lie in.
@NullMarked
package dev.anabranch.packager.live;

import org.jspecify.annotations.NullMarked;
