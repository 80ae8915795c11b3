/// Plans carried out by FFmpeg: where a program is found, its encoders and whether they work, its
/// command line, the tracks that come back over sockets, and how far the pictures are from those
/// they were made of. Nothing of a plan is decided here.
@NullMarked
package dev.anabranch.transcode.ffmpeg;

import org.jspecify.annotations.NullMarked;
