/// Plans carried out by GStreamer: its pipeline in words, the `gst-launch-1.0` that runs it, and
/// the tracks that come back over sockets.
@NullMarked
package dev.anabranch.transcode.gstreamer;

import org.jspecify.annotations.NullMarked;
