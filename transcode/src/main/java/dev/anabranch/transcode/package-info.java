/// Supervised FFmpeg: the bundled program or one that is named, its processes, their limits.
@NullMarked
package dev.anabranch.transcode;

import org.jspecify.annotations.NullMarked;
