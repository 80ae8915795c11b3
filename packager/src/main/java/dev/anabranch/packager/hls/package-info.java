/// The playlists of a presentation.
@NullMarked
package dev.anabranch.packager.hls;

import org.jspecify.annotations.NullMarked;
