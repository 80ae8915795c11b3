package dev.anabranch.media.ts;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;

/// What a [TransportStreamReader] finds, in the order of the stream.
public sealed interface StreamEvent {

    /// A track is known: before its first frame, and again whenever its codec configuration
    /// changes. Tracks whose codec we do not handle have an
    /// [dev.anabranch.media.codec.OpaqueConfiguration] and no frames.
    record TrackDescribed(Track track) implements StreamEvent {}

    /// A frame; whoever takes the event closes it.
    record FrameRead(Frame frame) implements StreamEvent {}

    /// The track is in the programme no more.
    record TrackEnded(int trackId) implements StreamEvent {}

    /// The sender says that the clock of the track jumps here (discontinuity_indicator).
    record Discontinuity(int trackId) implements StreamEvent {}
}
