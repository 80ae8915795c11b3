/// Looks into a source with ffprobe: its streams, the light of its HDR, its packets and when they
/// are shown. Nothing is decoded but a few pictures.
@NullMarked
package dev.anabranch.transcode.probe;

import org.jspecify.annotations.NullMarked;
